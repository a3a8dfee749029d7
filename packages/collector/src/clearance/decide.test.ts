import { readFileSync } from "node:fs";
import { FIELD_CLASSES } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { type Grant, type Viewer, viewerOf } from "../viewer.js";
import type { FieldList } from "./access.js";
import { composeAccess } from "./compose-access.js";
import { type Decision, decide, decideBy, type FieldAsked, RULES } from "./decide.js";
import { type Right, RIGHTS } from "./rights.js";
import { type RoleName, ROLES } from "./roles.js";

interface Table {
  readonly roles: Readonly<Record<RoleName, { clearance: string; may: Right[]; sees: string }>>;
  readonly verbs: readonly Right[];
  readonly withTwoPeople: Readonly<Record<string, string>>;
  readonly jurisdictions: Readonly<Record<string, readonly string[]>>;
}
const TABLE = JSON.parse(readFileSync(new URL("decide.table.json", import.meta.url), "utf8")) as Table;

const ME = "11".repeat(16);
const SEALED = ["internal", "confidential", "restricted"];
const LEVELS = ["public", ...SEALED, "never", "secret"];
const RANK = ["withhold", "mask", "show"] as const;
const VERDICT: Readonly<Record<string, number>> = { w: 0, m: 1, s: 2 };
const NONE: FieldList = { classes: [], fields: [] };

interface Case {
  readonly role: RoleName;
  readonly held: string;
  readonly lists: keyof typeof LISTS;
  readonly grant: keyof typeof GRANTS;
  readonly asked: FieldAsked & { readonly jurisdiction: string; readonly twoPeople: boolean };
}

/** Whether each list lets `email` at `order/contact`, and any other class at that field, be seen. */
const LISTS = {
  none: { allow: null, deny: NONE, email: true, other: true },
  "deny the class": { allow: null, deny: { classes: ["email"], fields: [] }, email: false, other: true },
  "deny the field": { allow: null, deny: { classes: [], fields: ["order/contact"] }, email: false, other: false },
  "deny any field of the form": { allow: null, deny: { classes: [], fields: ["order/*"] }, email: false, other: false },
  "deny another field": {
    allow: null,
    deny: { classes: [], fields: ["order/contacts", "order"] },
    email: true,
    other: true,
  },
  "allow the class": { allow: { classes: ["email"], fields: [] }, deny: NONE, email: true, other: false },
  "allow nothing": { allow: NONE, deny: NONE, email: false, other: false },
  "allow the field, deny the class": {
    ...{ allow: { classes: [], fields: ["order/contact"] }, deny: { classes: ["email"], fields: [] } },
    ...{ email: false, other: true },
  },
} as const;

const grant = (more: Partial<Grant>): Grant => ({
  ...{ id: "g", site: "shop", subject: ME, classes: ["email"], level: "restricted", expires: 1, purpose: "support" },
  ...more,
});
/** Up to which level each grant shows an `email`; 0: it shows none. */
const GRANTS = {
  none: { grants: [], shows: 0 },
  "of this class": { grants: [grant({})], shows: 3 },
  "by a confidential approver": { grants: [grant({ level: "confidential" })], shows: 2 },
  "of another class": { grants: [grant({ classes: ["street", "emails"] })], shows: 0 },
  "of another subject": { grants: [grant({ subject: "22".repeat(16) })], shows: 0 },
  "at another site": { grants: [grant({ site: "blog" })], shows: 0 },
} as const;

/** The verdict by the table: the least of what each limit leaves, and no order of rules at all. */
function expected({ role, held, lists, grant, asked }: Case): (typeof RANK)[number] {
  const { verb, site, level, class: name, jurisdiction, twoPeople } = asked;
  const { may, sees } = TABLE.roles[role];
  const limits = [
    level === "never" ? 0 : 2,
    may.includes(verb) ? 2 : 0,
    site === "shop" ? 2 : 0,
    TABLE.jurisdictions[held]?.includes(jurisdiction) === true ? 2 : 0,
    asked.denied === null ? 2 : 0,
  ];
  const { allow } = LISTS[lists];
  const listed = LISTS[lists][name === "email" ? "email" : "other"];
  // What is public passes allow lists, and no deny list.
  if (!listed && (allow === null || level !== "public" || lists.includes("deny"))) limits.push(0);
  const strictest = Object.hasOwn(FIELD_CLASSES, name) ? level : level === "secret" ? "secret" : "restricted";
  const place = SEALED.indexOf(strictest);
  const grid = twoPeople ? (TABLE.withTwoPeople[sees] ?? "") : sees;
  const cell = place === -1 ? 0 : (VERDICT[grid[place] ?? "w"] ?? 0);
  // What the policy masks for everybody nobody sees without a reveal.
  const seen = level === "public" ? 2 : asked.masked === undefined ? cell : Math.min(cell, 1);
  const granted = verb === "read-journeys" && name === "email" && place !== -1 && place + 1 <= GRANTS[grant].shows;
  limits.push(granted ? 2 : seen);
  return RANK[Math.min(...limits)] ?? "withhold";
}

function viewerIn({ role, held, lists, grant }: Omit<Case, "asked">): Viewer {
  const { allow, deny } = LISTS[lists];
  const jurisdictions = held === "*" ? "*" : held.split(",");
  const access = composeAccess({ roles: [role], sites: ["shop"], jurisdictions, allow, deny });
  return { ...viewerOf({ id: "v", kind: "person" }, access), grants: GRANTS[grant].grants };
}

/** Every combination, but that classes besides three, and verbs besides three, stand with the plainest of the rest. */
function* cases(): Generator<Case> {
  const all = <T extends string>(table: Readonly<Record<T, unknown>>) => Object.keys(table) as T[];
  const classes = ["email", "phone", "of-tomorrow", ...Object.keys(FIELD_CLASSES)];
  for (const role of all(TABLE.roles)) {
    for (const [number, name] of classes.entries()) {
      const plain = number > 2;
      for (const held of plain ? ["*", "DE"] : all(TABLE.jurisdictions)) {
        for (const lists of plain ? (["none", "allow the class"] as const) : all(LISTS)) {
          for (const grant of plain ? (["none", "of this class"] as const) : all(GRANTS)) {
            for (const level of LEVELS) {
              for (const twoPeople of [false, true]) {
                for (const verb of plain || held !== "*" ? SOME_VERBS : TABLE.verbs) {
                  for (const jurisdiction of plain ? ["DE", ""] : WHERE) {
                    const where = { site: "shop", field: "order/contact", subject: ME, jurisdiction };
                    const asked = { verb, level, class: name, twoPeople, denied: null, ...where };
                    yield { role, held, lists, grant, asked };
                  }
                }
              }
            }
          }
        }
      }
    }
    for (const site of ["blog", "sho", "shop2"]) {
      const asked = { verb: "read-journeys", level: "internal", class: "email", jurisdiction: "DE" } as const;
      yield {
        ...({ role, held: "*", lists: "none", grant: "at another site" } as const),
        asked: { ...asked, site, twoPeople: false, denied: null, subject: ME },
      };
    }
    for (const level of LEVELS) {
      const asked = { verb: "read-journeys", level, class: "email", jurisdiction: "DE", site: "shop" } as const;
      yield {
        ...({ role, held: "*", lists: "none", grant: "of this class" } as const),
        asked: { ...asked, twoPeople: false, denied: "The policy says no", subject: ME },
      };
      for (const grant of ["none", "of this class"] as const) {
        for (const twoPeople of [false, true]) {
          yield {
            ...({ role, held: "*", lists: "none", grant } as const),
            asked: { ...asked, twoPeople, denied: null, masked: "The policy says mask", subject: ME },
          };
        }
      }
    }
  }
}
const SOME_VERBS = ["read-journeys", "export", "read-audit"] as const;
const WHERE = ["", "DE", "NO", "US", "US-CA"];

type Decide = (viewer: Viewer, asked: FieldAsked) => Decision;

/** @returns The first case that is decided otherwise than the table says, and how many were tried until then. */
function check(
  decide: Decide,
  rules = new Set<string>(),
  which: (asked: FieldAsked) => boolean = () => true,
): { tried: number; wrong: string | null } {
  let tried = 0;
  const viewers = new Map<string, Viewer>();
  for (const one of cases()) {
    if (!which(one.asked)) continue;
    const key = `${one.role} ${one.held} ${one.lists} ${one.grant}`;
    const viewer = viewers.get(key) ?? viewerIn(one);
    viewers.set(key, viewer);
    tried++;
    const { verdict, rule } = decide(viewer, one.asked);
    rules.add(rule);
    if (verdict !== expected(one)) return { tried, wrong: `${verdict}, not ${expected(one)}: ${JSON.stringify(one)}` };
  }
  return { tried, wrong: null };
}

describe("what a viewer may see", () => {
  it("is as the table says, for every role, level, class, jurisdiction, grant and verb", { timeout: 60_000 }, () => {
    const rules = new Set<string>();
    const { tried, wrong } = check(decide, rules);
    expect(wrong).toBeNull();
    expect(tried).toBeGreaterThan(1_000_000);
    // And it says why, in words.
    for (const rule of rules) expect(rule).toMatch(/^[A-Z].{9,}/);
    expect(rules.size).toBeGreaterThan(40);
  });

  it("is nothing of a class that extends one on their deny list, while what is allowed is so by its own name", () => {
    const own = { verb: "read-journeys", site: "shop", level: "internal", class: "work-mail", own: true } as const;
    const verdict = (lists: keyof typeof LISTS, kinds: readonly string[]) =>
      decide(viewerIn({ role: "super-user", held: "*", lists, grant: "none" }), { ...own, kinds }).verdict;
    expect(verdict("deny the class", ["work-mail", "email"])).toBe("withhold");
    expect(verdict("deny the class", ["work-mail", "phone"])).toBe("show");
    expect(verdict("allow the class", ["work-mail", "email"])).toBe("withhold");
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
    const rules = Object.fromEntries(Object.entries(RULES).filter(([name]) => name !== left));
    expect(check((viewer, asked) => decideBy(rules, viewer, asked)).wrong).not.toBeNull();
  });

  it("is nothing of what must never be stored, even without the rule that says so", { timeout: 60_000 }, () => {
    const { never: _, ...rules } = RULES;
    const { tried, wrong } = check(
      (viewer, asked) => decideBy(rules, viewer, asked),
      undefined,
      ({ level }) => level === "never",
    );
    expect(wrong).toBeNull();
    expect(tried).toBeGreaterThan(100_000);
  });

  const mutants: readonly [string, Decide][] = [
    ["the deny list is asked after the clearance", (viewer, asked) => decideBy(moved("deny", "reveal"), viewer, asked)],
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
    expect(check(mutant).wrong).not.toBeNull();
  });
});

/** The rules with `name` moved before `place`. */
function moved(name: keyof typeof RULES, place: keyof typeof RULES) {
  const rest = Object.entries(RULES).filter(([each]) => each !== name);
  const at = rest.findIndex(([each]) => each === place);
  return Object.fromEntries([
    ...rest.slice(0, at + (name === "deny" ? 1 : 0)),
    [name, RULES[name]],
    ...rest.slice(at + (name === "deny" ? 1 : 0)),
  ]);
}

function withGrants(viewer: Viewer, more: Partial<Grant>): Viewer {
  return { ...viewer, grants: viewer.grants.map((one) => ({ ...one, ...more })) };
}
