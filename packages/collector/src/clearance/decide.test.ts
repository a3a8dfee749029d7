import { FIELD_CLASSES } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { checkDecisions, CLASSES, type Decide, TABLE } from "../../test/check-decisions.js";
import { type Grant, type Viewer, viewerOf } from "../viewer.js";
import { NO_FIELDS } from "./access.js";
import { composeAccess } from "./compose-access.js";
import { decide, decideBy, type FieldAsked, RULES } from "./decide.js";
import { RIGHTS } from "./rights.js";
import { type RoleName, ROLES } from "./roles.js";

/** The long form asks everything of everything: once, not each time. */
const WHOLE = process.env["WAYSEAL_LONG"] === "1";

describe("what a viewer may see", () => {
  it("is as the table says, for every role, level, class, jurisdiction, grant and verb", { timeout: 900_000 }, () => {
    const { tried, wrong, rules } = checkDecisions(decide, { whole: WHOLE });
    expect(wrong).toBeNull();
    // Nothing of the product is left out: of lists, second people, other sites and what a policy says as much as is told there.
    const [roles, levels, grants, lists, situations] = [6, 6, 6, 10, 8];
    const product = CLASSES.length * roles * levels * 6 * 5 * grants * 14;
    const situated = (3 * (2 * 2 * 2) + (CLASSES.length - 3) * 2) * roles * levels * grants * lists * situations;
    expect(tried).toBe(WHOLE ? product * lists * situations : product + situated);
    expect(CLASSES).toEqual(expect.arrayContaining(Object.keys(FIELD_CLASSES)));
    expect(new Set(CLASSES).size).toBe(81 + 2);
    // And it says why, in words.
    for (const rule of rules) expect(rule).toMatch(/^[A-Z].{9,}/);
    if (!WHOLE) expect(rules.size).toBeGreaterThan(20);
  });

  it("is nothing of a class that extends one on their deny list, while what is allowed is so by its own name", () => {
    const own = { verb: "read-journeys", site: "shop", level: "internal", class: "work-mail", own: true } as const;
    const mail = { classes: ["email"], fields: [] };
    const verdict = (lists: { allow?: typeof mail; deny?: typeof mail }, kinds: readonly string[]) => {
      const access = composeAccess({ roles: ["super-user"], sites: ["shop"], allow: null, deny: NO_FIELDS, ...lists });
      return decide(viewerOf({ id: "v", kind: "person" }, access), { ...own, kinds }).verdict;
    };
    expect(verdict({ deny: mail }, ["work-mail", "email"])).toBe("withhold");
    expect(verdict({ deny: mail }, ["work-mail", "phone"])).toBe("show");
    expect(verdict({ allow: mail }, ["work-mail", "email"])).toBe("withhold");
  });

  it("is tabled for every role and right that there is", () => {
    expect(Object.keys(TABLE.roles).sort()).toEqual(Object.keys(ROLES).sort());
    expect([...TABLE.verbs].sort()).toEqual(Object.keys(RIGHTS).sort());
    for (const [role, { clearance }] of Object.entries(TABLE.roles)) {
      expect(ROLES[role as RoleName].clearance, role).toBe(clearance);
    }
  });

  // The negative controls: what the table would notice.
  it.each(Object.keys(RULES).filter((name) => name !== "never"))("would be found wrong without the rule %s", (left) => {
    const rules = without(left);
    expect(checkDecisions((viewer, asked) => decideBy(rules, viewer, asked)).wrong).not.toBeNull();
  });

  it("would be found wrong if any one class were decided otherwise", () => {
    for (const name of CLASSES) {
      const bare = (viewer: Viewer, asked: FieldAsked) =>
        asked.class === name && asked.level === "restricted"
          ? decide(viewer, { ...asked, level: "public" })
          : decide(viewer, asked);
      expect(checkDecisions(bare, { classes: [name] }).wrong, name).not.toBeNull();
    }
  });

  it("is nothing of what must never be stored, even without the rule that says so", { timeout: 60_000 }, () => {
    const rules = without("never");
    const asked = { levels: ["never"], classes: CLASSES.slice(0, 10) };
    const { tried, wrong } = checkDecisions((viewer, one) => decideBy(rules, viewer, one), asked);
    expect(wrong).toBeNull();
    expect(tried).toBeGreaterThan(200_000);
  });

  const mutants: readonly [string, Decide][] = [
    [
      "the deny list is asked after the clearance",
      (viewer, asked) => decideBy(moved("deny", "reveal", 1), viewer, asked),
    ],
    ["a reveal comes before the deny list", (viewer, asked) => decideBy(moved("reveal", "never"), viewer, asked)],
    ["what is public comes before all else", (viewer, asked) => decideBy(moved("public", "never"), viewer, asked)],
    [
      "a reveal is good for any subject",
      (viewer, asked) => decide(withGrants(viewer, { subject: asked.subject ?? "" }), asked),
    ],
    ["a reveal is good at any site", (viewer, asked) => decide(withGrants(viewer, { site: asked.site }), asked)],
    [
      "a reveal is good for any class",
      (viewer, asked) => decide(withGrants(viewer, { classes: [asked.class] }), asked),
    ],
    [
      "a reveal shows above its approver",
      (viewer, asked) => decide(withGrants(viewer, { level: "restricted" }), asked),
    ],
    [
      "an unknown class is as its level says",
      (viewer, asked) => decide(viewer, asked.class === "of-tomorrow" ? { ...asked, class: "phone" } : asked),
    ],
    [
      "an unknown level is restricted",
      (viewer, asked) => decide(viewer, asked.level === "secret" ? { ...asked, level: "restricted" } : asked),
    ],
    [
      "an unknown place is anywhere",
      ({ ...viewer }, asked) => decide(asked.jurisdiction === "" ? { ...viewer, jurisdictions: "*" } : viewer, asked),
    ],
    ["a site never asks for two", (viewer, asked) => decide(viewer, { ...asked, twoPeople: false })],
    [
      "one clearance more",
      (viewer, asked) =>
        decide(viewer.clearance === "internal" ? { ...viewer, clearance: "confidential" } : viewer, asked),
    ],
    [
      "an export takes no right",
      (viewer, asked) =>
        decide(viewer, asked.verb === "export" ? { ...asked, verb: viewer.rights[0] ?? "export" } : asked),
    ],
  ];
  it.each(mutants)("would be found wrong if %s", (_, mutant) => {
    expect(checkDecisions(mutant).wrong).not.toBeNull();
  });
});

function without(left: string) {
  return Object.entries(RULES).flatMap(([name, rule]) => (name === left ? [] : [rule]));
}

/** The rules with `name` moved before `place`, or behind it. */
function moved(name: keyof typeof RULES, place: keyof typeof RULES, behind = 0) {
  const rest = without(name);
  return rest.toSpliced(rest.indexOf(RULES[place]) + behind, 0, RULES[name]);
}

function withGrants(viewer: Viewer, more: Partial<Grant>): Viewer {
  return { ...viewer, grants: viewer.grants.map((one) => ({ ...one, ...more })) };
}
