import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { composeAccess } from "./compose-access.js";
import { ImpossibleClearance, requirePossible } from "./require-possible.js";
import { type Right, RIGHTS } from "./rights.js";
import { rightsOf } from "./rights-of.js";
import { type RoleName, ROLES } from "./roles.js";

const { impossible } = JSON.parse(readFileSync(new URL("decide.table.json", import.meta.url), "utf8")) as {
  impossible: readonly (readonly [Right, Right])[];
};
const ALL_RIGHTS = Object.keys(RIGHTS) as Right[];
const ALL_ROLES = Object.keys(ROLES) as RoleName[];
const sites = "*";

/** Whether rights go together, by the table. */
const possible = (rights: readonly Right[]) =>
  !impossible.some((pair) => pair.every((right) => rights.includes(right)));

/** Every set of `things`, the empty one left out. */
const setsOf = <T>(things: readonly T[]) =>
  Array.from({ length: 2 ** things.length - 1 }, (_, n) => things.filter((_, bit) => ((n + 1) >> bit) & 1));

const refused = (act: () => unknown): boolean => {
  try {
    act();
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(ImpossibleClearance);
    expect((error as Error).message).toMatch(/^Impossible clearance: [^\n]{10,160}$/);
    return true;
  }
};

describe("impossible clearance", () => {
  it("is every set of rights that reads customers' data and alters the audit trail, or approves its own reveal", () => {
    let refusals = 0;
    for (const rights of setsOf(ALL_RIGHTS)) {
      const isRefused = refused(() => composeAccess({ rights, clearance: "public", sites }));
      if (isRefused !== !possible(rights)) throw new Error(`${isRefused ? "refused" : "taken"}: ${rights.join()}`);
      if (isRefused) refusals++;
    }
    expect(refusals).toBeGreaterThan(1000);
    // The negative control: without the check every one of them is made.
    expect(() => requirePossible({ ...composeAccess({ roles: ["viewer"], sites }), rights: ["keep-audit"] })).toThrow();
  });

  it("is no single role, and every bundle of roles whose rights do not go together", () => {
    for (const roles of setsOf(ALL_ROLES)) {
      const rights = roles.flatMap((role): readonly Right[] => ROLES[role].rights);
      expect(
        refused(() => composeAccess({ roles, sites })),
        roles.join(),
      ).toBe(!possible(rights));
      if (roles.length === 1) expect(possible(rights)).toBe(true);
    }
    expect(refused(() => composeAccess({ roles: ["auditor", "super-user"], sites }))).toBe(true);
    expect(refused(() => composeAccess({ roles: ["auditor"], rights: ["export"], sites }))).toBe(true);
  });

  it.each([
    ["an unknown class", { allow: { classes: ["shoe-size"], fields: [] } }, /there is no class shoe-size/],
    ["an unknown denied class", { deny: { classes: ["shoe-size"], fields: [] } }, /there is no class shoe-size/],
    [
      "a class on both lists",
      { allow: { classes: ["email"], fields: [] }, deny: { classes: ["email"], fields: [] } },
      /email is on the allow list and on the deny list/,
    ],
    [
      "a field on both lists",
      { allow: { classes: [], fields: ["a/b"] }, deny: { classes: [], fields: ["a/b"] } },
      /a\/b is on the allow list and on the deny list/,
    ],
  ])("is %s", (_, lists, message) => {
    expect(() => composeAccess({ roles: ["viewer"], sites, ...lists })).toThrow(message);
  });

  it("is nothing at all", () => {
    expect(refused(() => composeAccess({ sites }))).toBe(true);
    expect(refused(() => composeAccess({ roles: [], rights: [], sites }))).toBe(true);
  });
});

describe("an access", () => {
  it("adds up the rights of several roles, and takes the highest clearance", () => {
    const access = composeAccess({ roles: ["administrator", "analyst"], sites: ["shop"] });
    expect(access).toMatchObject({ clearance: "confidential", sites: ["shop"], jurisdictions: "*", allow: null });
    expect(rightsOf(access)).toEqual(expect.arrayContaining(["manage-people", "ask-reveals", "query"]));
    expect(access.purposes).toEqual(["security", "analysis", "support", "fraud"]);
  });

  it("takes what is said over what a role brings, and keeps what is not said", () => {
    const low = composeAccess({ roles: ["analyst"], clearance: "internal", purposes: ["support"], sites });
    expect(low).toMatchObject({ clearance: "internal", purposes: ["support"] });
    const denied = composeAccess({ deny: { classes: ["email"], fields: [] } }, low);
    expect(denied).toEqual({ ...low, deny: { classes: ["email"], fields: [] } });
    expect(composeAccess({ roles: ["viewer"] }, denied)).toMatchObject({
      ...{ roles: ["viewer"], clearance: "internal", purposes: ["analysis"], deny: denied.deny, sites },
    });
    expect(
      composeAccess({ allow: { classes: ["email"], fields: [] }, deny: { classes: [], fields: [] } }, denied).allow,
    ).not.toBeNull();
    expect(composeAccess({ allow: null }, { ...low, allow: { classes: [], fields: [] } }).allow).toBeNull();
  });

  it("of a clearance alone is what such people could do before there were roles", () => {
    expect(rightsOf(composeAccess({ clearance: "internal", sites }))).toEqual(["read-journeys", "query", "export"]);
    const highest = rightsOf(composeAccess({ clearance: "restricted", sites }));
    expect(highest).toEqual(expect.arrayContaining(["erase", "manage-keys", "handle-requests", "look-up", "export"]));
    expect(highest).not.toContain("manage-people");
    expect(highest).not.toContain("approve-reveals");
  });
});
