import { RANGES, type Range, type Route } from "./route.js";

const SITE = /^[a-z0-9-]{1,64}$/;
const SUBJECT = /^[0-9a-f]{32}$/;
const RECORD = /^[A-Za-z0-9_-]{22}$/;
const SECRET = /^[A-Za-z0-9_-]{16,256}$/;

/**
 * Reads a hash such as `#/journeys?site=shop&range=7d`. Whoever makes a link chooses it, so each part must have its
 * exact shape; anything else is `unknown`. Never throws.
 */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const parts = path.split("/").filter((part) => part !== "");
  const [page, first, second] = parts;

  if (page === undefined) return { page: "overview" };
  if ((page === "overview" || page === "journeys" || page === "loss") && parts.length === 1) {
    const params = new URLSearchParams(query);
    const site = params.get("site");
    const range = params.get("range");
    return {
      page,
      ...(site !== null && SITE.test(site) ? { site } : {}),
      ...(isRange(range) ? { range } : {}),
    };
  }
  if (isOfSite(page) && parts.length === 1) {
    const site = new URLSearchParams(query).get("site");
    return { page, ...(site !== null && SITE.test(site) ? { site } : {}) };
  }
  if (page === "requests" && parts.length === 3 && SITE.test(first ?? "") && RECORD.test(second ?? "")) {
    return { page: "request", site: first as string, id: second as string };
  }
  if (page === "journeys" && parts.length === 3 && SITE.test(first ?? "") && SUBJECT.test(second ?? "")) {
    return { page: "journey", site: first as string, subject: second as string };
  }
  if (page === "sign-in" && parts.length === 1) return { page };
  if (page === "welcome" && parts.length <= 2) {
    return { page, secret: first !== undefined && SECRET.test(first) ? first : null };
  }
  return { page: "unknown" };
}

const OF_SITE = ["requests", "keys", "reveals", "people", "policy", "audit", "quarantine"] as const;

function isOfSite(page: string): page is (typeof OF_SITE)[number] {
  return OF_SITE.some((one) => one === page);
}

function isRange(value: string | null): value is Range {
  return RANGES.includes(value as Range);
}
