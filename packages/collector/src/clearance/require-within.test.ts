import { describe, expect, it } from "vitest";
import { viewerOf } from "../viewer.js";
import { accessWithin } from "./access-within.js";
import { type Access, NO_FIELDS } from "./access.js";
import { beyond, requireWithin } from "./require-within.js";

const ACCESS: Access = {
  ...{ roles: ["analyst"], rights: ["manage-people"], clearance: "confidential", sites: ["shop", "blog"] },
  ...{ jurisdictions: ["EU"], purposes: ["analysis", "support"], allow: null },
  deny: { classes: ["phone"], fields: ["order/note"] },
};
const viewer = viewerOf({ id: "v", kind: "person" }, ACCESS);

describe("requireWithin", () => {
  it.each<[string, Partial<Access>, RegExp]>([
    ["a higher clearance", { clearance: "restricted" }, /cleared to restricted, and you are to confidential/],
    ["another right", { rights: ["export"] }, /right export/],
    ["a role that brings one", { roles: ["privacy-officer"] }, /the right export/],
    ["another site", { sites: ["shop", "news"] }, /sites/],
    ["all sites", { sites: "*" }, /sites/],
    ["another country", { jurisdictions: ["US"] }, /jurisdictions/],
    ["all countries", { jurisdictions: "*" }, /jurisdictions/],
    ["another purpose", { purposes: ["fraud"] }, /purposes/],
    ["all purposes", { purposes: "*" }, /purposes/],
    ["what one is denied oneself", { deny: { classes: ["phone"], fields: [] } }, /deny list/],
    ["nothing denied", { deny: NO_FIELDS }, /deny list/],
  ])("refuses %s", (_, change, why) => {
    expect(() => requireWithin(viewer, { ...ACCESS, ...change })).toThrow(why);
  });

  it.each<[string, Partial<Access>]>([
    ["the same", {}],
    ["less clearance", { clearance: "public" }],
    ["fewer rights", { roles: [], rights: ["query"] }],
    ["one site", { sites: ["blog"] }],
    ["a country of the EU", { jurisdictions: ["DE"] }],
    ["an allow list where there was none", { allow: { classes: ["email"], fields: [] } }],
    ["more denied", { deny: { classes: ["phone", "email"], fields: ["order/note"] } }],
  ])("(control) takes %s", (_, change) => {
    expect(beyond(viewer, { ...ACCESS, ...change })).toBeNull();
  });

  it("refuses a wider allow list than one's own, and a super user by whoever is none", () => {
    const listed = { ...viewer, allow: { classes: ["email"], fields: [] } };
    expect(beyond(listed, ACCESS)).toMatch(/allow list/);
    expect(beyond(listed, { ...ACCESS, allow: { classes: ["email", "city"], fields: [] } })).toMatch(/allow list/);
    expect(beyond(listed, { ...ACCESS, allow: { classes: ["email"], fields: [] } })).toBeNull();
    const all = viewerOf(
      { id: "w", kind: "person" },
      {
        ...ACCESS,
        ...{ rights: ["export"], clearance: "restricted", purposes: "*", jurisdictions: "*", sites: "*" },
      },
    );
    const wanted: Access = { ...ACCESS, roles: ["super-user"], rights: [], clearance: "restricted" };
    expect(beyond(all, wanted)).toMatch(/super user/);
    expect(beyond({ ...all, standing: true }, wanted)).toBeNull();
  });
});

describe("accessWithin", () => {
  it("is as narrow as one's own where nothing is said, and keeps what one is denied", () => {
    const made = accessWithin(viewer, { rights: ["query"], sites: ["shop"], deny: { classes: ["email"], fields: [] } });
    expect(made).toMatchObject({
      ...{ jurisdictions: ["EU"], clearance: "public", allow: null, rights: ["query"], sites: ["shop"] },
      deny: { classes: ["email", "phone"], fields: ["order/note"] },
    });
    expect(accessWithin(viewer, { roles: ["analyst"], sites: ["shop"] }).purposes).toEqual(["analysis", "support"]);
  });

  it("refuses what nobody may hold", () => {
    expect(() => accessWithin(viewer, { sites: ["shop"], rights: [] })).toThrow("Impossible clearance");
  });
});
