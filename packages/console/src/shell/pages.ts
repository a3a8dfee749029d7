import type { SessionAnswer } from "@wayseal/collector/api";
import type { IconName } from "../parts/icon.js";
import type { Range, Route } from "../route/route.js";
import { may, type Right } from "../state/may.js";

/** The pages of the rail, and what each takes. */
export const PAGES = [
  { page: "overview", name: "Overview", icon: "overview", needs: ["query"] },
  { page: "journeys", name: "Journeys", icon: "journeys", needs: ["read-journeys"] },
  { page: "loss", name: "Loss", icon: "loss", needs: ["query"] },
  { page: "quarantine", name: "Quarantine", icon: "never", needs: ["mend-quarantine"] },
  { page: "requests", name: "Requests", icon: "requests", needs: ["handle-requests"] },
  { page: "reveals", name: "Reveals", icon: "eye", needs: ["ask-reveals", "approve-reveals"] },
  { page: "people", name: "People", icon: "person", needs: ["manage-people"] },
  { page: "policy", name: "Policy", icon: "consent", needs: ["manage-policy"] },
  { page: "audit", name: "Audit", icon: "trail", needs: ["read-audit"] },
  { page: "keys", name: "Keys", icon: "key", needs: ["manage-keys"] },
] as const satisfies readonly {
  page: Route["page"];
  name: string;
  icon: IconName;
  needs: readonly Right[];
}[];

export type RailPage = (typeof PAGES)[number]["page"];

/** @returns Those that a person may open, in the order of the rail. */
export function pagesFor(session: SessionAnswer): readonly (typeof PAGES)[number][] {
  return PAGES.filter(({ needs }) => may(session, ...needs));
}

/** @returns The page of the rail that a route belongs to. */
export function railPage(page: Route["page"]): Route["page"] {
  return page === "journey" ? "journeys" : page === "request" ? "requests" : page;
}

/** @returns The address of a page of a site; some speak of a time range too. */
export function routeTo(page: RailPage, site: string, range: Range): Route {
  return page === "overview" || page === "journeys" || page === "loss" ? { page, site, range } : { page, site };
}
