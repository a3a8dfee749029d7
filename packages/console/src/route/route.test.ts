import { describe, expect, it } from "vitest";
import { formatRoute } from "./format-route.js";
import { parseRoute } from "./parse-route.js";
import type { Route } from "./route.js";

const RECORD = "AbCdEfGhIjKlMnOpQrSt-_";
const SUBJECT = "0123456789abcdef0123456789abcdef";

describe("parseRoute", () => {
  it.each<[string, Route]>([
    ["", { page: "overview" }],
    ["#", { page: "overview" }],
    ["#/", { page: "overview" }],
    ["#/overview", { page: "overview" }],
    ["#/journeys?site=shop&range=7d", { page: "journeys", site: "shop", range: "7d" }],
    ["#/loss?range=30d", { page: "loss", range: "30d" }],
    [`#/journeys/shop/${SUBJECT}`, { page: "journey", site: "shop", subject: SUBJECT }],
    ["#/requests?site=shop", { page: "requests", site: "shop" }],
    ["#/keys", { page: "keys" }],
    ["#/audit", { page: "audit" }],
    ["#/quarantine", { page: "quarantine" }],
    ["#/policy?site=shop", { page: "policy", site: "shop" }],
    [`#/requests/shop/${RECORD}`, { page: "request", site: "shop", id: RECORD }],
    ["#/sign-in", { page: "sign-in" }],
    ["#/welcome/abcdefghijklmnop-_", { page: "welcome", secret: "abcdefghijklmnop-_" }],
    ["#/welcome", { page: "welcome", secret: null }],
  ])("reads %s", (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it.each<[string, string, Route]>([
    ["a site with a slash", "#/overview?site=a/b", { page: "overview" }],
    ["a site of 65 characters", `#/overview?site=${"a".repeat(65)}`, { page: "overview" }],
    ["a range that is a prototype's key", "#/overview?range=constructor", { page: "overview" }],
    ["a page that is a prototype's key", "#/__proto__", { page: "unknown" }],
    ["a subject of 31 digits", `#/journeys/shop/${SUBJECT.slice(1)}`, { page: "unknown" }],
    ["a subject in capitals", `#/journeys/shop/${SUBJECT.toUpperCase()}`, { page: "unknown" }],
    ["a path out of the journeys", `#/journeys/../${SUBJECT}`, { page: "unknown" }],
    ["a request of 21 characters", `#/requests/shop/${RECORD.slice(1)}`, { page: "unknown" }],
    ["a request with markup", "#/requests/shop/<script>alert(1)</script>", { page: "unknown" }],
    ["markup", "#/<img src=x onerror=alert(1)>", { page: "unknown" }],
    ["a secret with markup", "#/welcome/<script>alert(1)</script>", { page: "unknown" }],
    ["a short secret", "#/welcome/abc", { page: "welcome", secret: null }],
    ["broken percent signs", "#/overview?site=%E0%A4%A", { page: "overview" }],
    ["100,000 slashes", `#${"/".repeat(100_000)}x`, { page: "unknown" }],
  ])("is not led astray by %s", (_, hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it.each<Route>([
    { page: "overview" },
    { page: "overview", site: "shop", range: "1h" },
    { page: "journeys", site: "a-1" },
    { page: "loss", range: "30d" },
    { page: "requests", site: "shop" },
    { page: "keys" },
    { page: "reveals", site: "shop" },
    { page: "people" },
    { page: "policy" },
    { page: "request", site: "shop", id: RECORD },
    { page: "journey", site: "shop", subject: SUBJECT },
    { page: "sign-in" },
  ])("reads back what formatRoute wrote: %o", (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it("never writes a secret into a link", () => {
    expect(formatRoute({ page: "welcome", secret: "abcdefghijklmnopqrst" })).toBe("#/welcome");
  });
});
