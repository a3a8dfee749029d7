import { describe, expect, it } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import { policyOf } from "../../test/policy-of.js";
import type { Viewer } from "../viewer.js";
import { type ColumnAsked, decideColumn } from "./decide-column.js";

const asked = (column: string, more: Partial<ColumnAsked> = {}): ColumnAsked => ({
  ...{ verb: "query", site: "shop", column },
  ...more,
});
const of = (jurisdiction: string, type = "track") => ({ type, subject: "07".repeat(16), jurisdiction });
const deny = (...names: string[]): Partial<Viewer> => {
  const fields = names.filter((name) => /[./]/.test(name));
  return { deny: { classes: names.filter((name) => !fields.includes(name)), fields } };
};
const OWN = `classes: { loyalty: { extends: user-id, names: ["loyalty*"] } }\n`;

describe("a public column or property", () => {
  it.each<[string, ColumnAsked, Partial<Viewer>, string, string | RegExp]>([
    ["is shown to whoever may ask", asked("page"), {}, "", "This is public"],
    ["is shown at every clearance", asked("referrer"), { clearance: "public" }, "", "This is public"],
    ["needs the right to what is asked", asked("page"), { rights: ["export"] }, "", /do not hold the right query/],
    ["needs the site", asked("page"), { sites: ["blog"] }, "", /this site is not yours/],
    ["is withheld by name", asked("page"), deny("column/page"), "", "Withheld: column/page is on your deny list"],
    ["is withheld by all of them", asked("kind"), deny("column/*"), "", /column\/kind is on your deny list/],
    ["is withheld by its class", asked("language"), deny("language"), "", /language is on your deny list/],
    ["is not by another's class", asked("page"), deny("language", "country"), "", "This is public"],
    ["goes with the country that it tells", asked("jurisdiction"), deny("column/country"), "", /column\/country is on/],
    ["does not take the country with it", asked("country"), deny("column/jurisdiction"), "", "This is public"],
    ["is withheld outside one's jurisdictions", asked("page", { of: of("FR") }), { jurisdictions: ["DE"] }, "", /FR/],
    ["is shown within them", asked("page", { of: of("DE") }), { jurisdictions: ["DE"] }, "", "This is public"],
    [
      "is withheld where the place is not known",
      asked("page", { of: of("") }),
      { jurisdictions: ["DE"] },
      "",
      /not known/,
    ],
    [
      "follows the policy",
      asked("country"),
      {},
      "viewing: { deny: [{ class: country }] }",
      /by the policy: viewing.deny.0/,
    ],
    ["that there is not is withheld", asked("password"), {}, "", "Withheld: there is no such column"],
    [
      "called as something of every object is withheld",
      asked("constructor"),
      {},
      "",
      "Withheld: there is no such column",
    ],
    ["that is a property is shown", asked("properties.plan"), {}, "", "This is public"],
    [
      "that is a property is withheld by name",
      asked("properties.plan"),
      deny("track.properties.plan"),
      "",
      /is on your deny/,
    ],
    [
      "that is another type's property is not by that name",
      asked("properties.plan", { of: of("DE", "identify") }),
      deny("track.properties.plan"),
      "",
      "This is public",
    ],
    [
      "that is a property follows its own class",
      asked("properties.loyalty_no"),
      deny("loyalty"),
      OWN,
      /is on your deny list/,
    ],
    ["and what that extends", asked("properties.loyalty_no"), deny("user-id"), OWN, /is on your deny list/],
    ["and not what it does not extend", asked("properties.loyalty_no"), deny("email"), OWN, "This is public"],
    [
      "that the policy withholds now, and made public before, is withheld",
      asked("properties.plan"),
      {},
      "viewing: { deny: [{ property: plan }] }",
      "Withheld by the policy: viewing.deny.0",
    ],
    [
      "that the policy masks has no mask, and is withheld",
      asked("properties.loyalty_no"),
      {},
      `classes: { loyalty: { extends: user-id, names: ["loyalty*"], treatment: mask } }`,
      "Masked for everybody by the policy: classes.loyalty",
    ],
  ])("%s", (_, column, viewer, policy, rule) => {
    const { verdict, rule: said } = decideColumn(policyOf(policy), aViewer(viewer), column);
    if (typeof rule === "string") expect(said).toBe(rule);
    else expect(said).toMatch(rule);
    expect(verdict).toBe(rule === "This is public" ? "show" : "withhold");
  });
});
