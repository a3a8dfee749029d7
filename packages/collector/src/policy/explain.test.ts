import { describe, expect, it } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import { policyOf } from "../../test/policy-of.js";
import { type Asked, explain, explainedText } from "./explain.js";

const REFUSES = `
storage:
  refuse:
    - { site: shop, form: "staff-*" }
    - { event: "Debug *" }
    - { event: [error, identify] }
`;
const shop: Asked = { site: "shop" };

describe("an explanation", () => {
  it.each<[string, Asked, string | null, RegExp]>([
    ["a form that is refused", { ...shop, form: "staff-login", field: "email" }, "storage.refuse.0", /quarantine/],
    ["another form", { ...shop, form: "order", field: "email" }, null, /^No entry refuses/],
    ["another site", { site: "blog", form: "staff-login", field: "email" }, null, /^No entry refuses/],
    ["a track that is refused", { ...shop, property: "plan", event: "Debug timing" }, "storage.refuse.1", /quarantine/],
    ["a track that is not", { ...shop, property: "plan", event: "Plan chosen" }, null, /^No entry refuses/],
    ["any track", { ...shop, property: "plan" }, null, /ask with the event/],
    ["a trait of identify", { ...shop, property: "plan", event: "identify" }, "storage.refuse.2", /quarantine/],
  ])("says of %s whether the event is taken in at all", (_, asked, refused, says) => {
    const told = explain(policyOf(REFUSES), asked);
    const step = told.steps.find(({ by }) => by.startsWith("storage.refuse"));
    expect([told.refused, step?.by]).toEqual([refused, refused ?? "storage.refuse"]);
    expect(step?.says).toMatch(says);
    if (refused === null) {
      expect(told.treatment).not.toBe("drop");
    } else {
      expect(told).toMatchObject({ treatment: "drop", rule: refused });
      expect(told.steps.at(-1)).toMatchObject({
        says: "Nothing is stored, so there is nothing to see",
        then: "withhold",
      });
      expect(explainedText(told)).toBe(`the event is not taken in, by ${refused}`);
    }
  });

  it("says nothing of refusing where the policy refuses no event", () => {
    const told = explain(policyOf(), { ...shop, form: "order", field: "email" });
    expect([told.refused, JSON.stringify(told.steps).includes("storage.refuse")]).toEqual([null, false]);
  });

  const narrow = { fields: ["a/b"], classes: [] };
  it.each([
    ["a clearance that reaches it", aViewer({ clearance: "confidential" }), ""],
    ["one level below", aViewer({ clearance: "internal" }), ""],
    ["two levels below", aViewer({ clearance: "public" }), ""],
    ["no right", aViewer({ rights: [] }), ""],
    ["another site", aViewer({ sites: ["blog"] }), ""],
    ["a deny list", aViewer({ deny: { classes: ["email"], fields: [] } }), ""],
    ["an allow list", aViewer({ allow: narrow }), ""],
    ["jurisdictions", aViewer({ jurisdictions: ["DE"] }), ""],
    ["a standing grant", aViewer({ clearance: "restricted", standing: true }), ""],
    [
      "what viewing asks for",
      aViewer({ clearance: "confidential" }),
      "viewing: { allow: [{ class: email, clearance: restricted }] }",
    ],
  ])("speaks of another viewer as of them, and of oneself as of you: %s", (_, viewer, more) => {
    const said = (self: boolean) =>
      explain(policyOf(more), { ...shop, field: "email" }, { name: "eve", viewer, twoPeople: false, self }).steps.at(
        -1,
      )!.says;
    expect(said(false)).toMatch(/\b(their|they|theirs|them)\b/i);
    expect(said(false)).not.toMatch(/\byou/i);
    // (control) The same rule said to whom it is about.
    expect(said(true)).toMatch(/\byour?s?\b/i);
  });

  it.each([
    [{ property: "email" }, "track.properties.email", "identify.traits.email"],
    [{ property: "email", event: "identify" }, "identify.traits.email", "track.properties.email"],
    [{ form: "order", field: "email" }, "order/email", "track.properties.email"],
  ])("goes by a viewer's lists as they name %j", (asked, named, another) => {
    const told = (path: string) => {
      const viewer = aViewer({ deny: { classes: [], fields: [path] } });
      return explain(policyOf(), { ...shop, ...asked }, { name: "eve", viewer, twoPeople: false }).steps.at(-1)!.then;
    };
    expect([told(named), told(another)]).toEqual(["withhold", "show"]);
  });
});
