import { describe, expect, it } from "vitest";
import { policyOf } from "../../test/policy-of.js";
import { random } from "../../test/random.js";
import { captureShare } from "./capture-share.js";
import { CATALOGUE } from "./catalogue.js";
import { isRemoved } from "./handling.js";
import { ruleOn } from "./rule-on.js";

/** Asks as a browser does (docs/protocol.md). */
interface Asked {
  readonly form?: string;
  readonly field?: string;
  readonly classes?: readonly string[];
  readonly name?: string;
  readonly property?: string;
}
const refuses = (text: string, { form, field, classes = [], name, property }: Asked, site = "shop"): boolean => {
  const share = captureShare(policyOf(text), site);
  if (share === undefined) return false;
  const lines = [
    form,
    field,
    classes[0],
    classes[1],
    classes[2],
    name ?? (field === undefined ? property : "value"),
    property,
  ];
  return new RegExp(share, "isu").test(lines.join("\n"));
};
const value = (more: Asked = {}): Asked => ({ form: "join", field: "town", classes: ["city"], ...more });

describe("the browser's share of the policy", () => {
  it("is nothing where the policy adds nothing: neither drop nor storage is the browser's", () => {
    const texts = ["", "classes: { email: { treatment: drop } }", "storage: { deny: [{ form: join }] }"];
    for (const text of texts) expect(captureShare(policyOf(text), "shop"), text).toBeUndefined();
    expect(captureShare(policyOf("capture: { deny: [{ site: blog, form: join }] }"), "shop")).toBeUndefined();
    expect(captureShare(policyOf("jurisdictions: { sites: { shop: DE } }"), "shop")).toBeUndefined();
  });

  it("refuses the classes that are never, by whichever sign tells them, at any depth", () => {
    const text = "classes: { email: { treatment: never }, loyalty: { treatment: never, names: ['loyal*', club no] } }";
    expect(refuses(text, value({ classes: ["email"] }))).toBe(true);
    expect(refuses(text, value({ classes: ["city", "", "email"] }))).toBe(true);
    expect(refuses(text, value({ classes: ["", "EMAIL"] }))).toBe(true);
    expect(refuses(text, value({ classes: ["e-mail"] }))).toBe(false);
    expect(refuses(text, value({ field: "Loyalty-No" }))).toBe(true);
    expect(refuses(text, value({ field: "club no" }))).toBe(true);
    expect(refuses(text, value({ field: "my loyalty" }))).toBe(false);
    expect(refuses(text, { property: "loyalty" })).toBe(true);
    expect(refuses(text, { property: "member", name: "loyalty" })).toBe(true);
    expect(refuses(text, { property: "member", name: "plan" })).toBe(false);
    // A name of the class is no name of the member that every field has.
    expect(refuses("classes: { loyalty: { treatment: never, names: [value] } }", value())).toBe(false);
  });

  it("refuses what is never by the law that holds for everybody at the site", () => {
    const text = 'packs: { eu-gdpr: { health: { treatment: never, because: "We never want to hold it" } } }';
    expect(refuses(text, value({ classes: ["health"] }))).toBe(false);
    expect(refuses(`${text}\njurisdictions: { sites: { shop: DE } }`, value({ classes: ["health"] }))).toBe(true);
    expect(refuses(`${text}\njurisdictions: { sites: { shop: GB } }`, value({ classes: ["health"] }))).toBe(false);
    // A visitor may pick the other.
    expect(refuses(`${text}\njurisdictions: { sites: { shop: [GB, DE] } }`, value({ classes: ["health"] }))).toBe(
      false,
    );
    expect(refuses(`${text}\njurisdictions: { sites: { shop: [AT, DE] } }`, value({ classes: ["health"] }))).toBe(true);
  });

  it("treats a class that the policy does not know, and none, as unknown", () => {
    const text = "capture: { deny: [{ class: unknown }] }";
    expect(refuses(text, value({ classes: ["unknown"] }))).toBe(true);
    expect(refuses(text, value({ classes: ["made-up"] }))).toBe(true);
    expect(refuses(text, { property: "plan" })).toBe(true);
    expect(refuses(text, value({ classes: ["city", "city"] }))).toBe(false);
    const only = "capture: { allow: [{ class: [city, country] }] }";
    expect(refuses(only, value({ classes: ["city", "", "country"] }))).toBe(false);
    expect(refuses(only, value({ classes: ["city", "email"] }))).toBe(true);
    expect(refuses(only, { property: "plan" })).toBe(true);
  });

  it("leaves nothing of a list of what is allowed that names nothing here", () => {
    for (const text of ["capture: { allow: [] }", "capture: { allow: [{ site: blog }] }"]) {
      expect(refuses(text, value()), text).toBe(true);
      expect(refuses(text, { property: "plan" }), text).toBe(true);
    }
    expect(refuses("capture: { allow: [{ site: blog }] }", value(), "blog")).toBe(false);
  });

  it("refuses what no name could tell, and names that break the lines", () => {
    const text = "capture: { deny: [{ property: 'internal_*' }] }";
    expect(refuses(text, { property: "" })).toBe(true);
    expect(refuses(text, { property: "plan" })).toBe(false);
    expect(refuses(text, { property: "a\nb" })).toBe(true);
    expect(refuses(text, { property: "plan", name: "x\ny" })).toBe(true);
    expect(refuses(text, value({ form: "" }))).toBe(false);
  });

  it("takes names for what they are: no sign of theirs has a meaning of its own", () => {
    const text = "capture: { deny: [{ field: 'a.b(c)+[d]|e\\f^$' }] }";
    expect(refuses(text, value({ field: "a.b(c)+[d]|e\\f^$" }))).toBe(true);
    expect(refuses(text, value({ field: "axb(c)+[d]|e\\f^$" }))).toBe(false);
  });

  it("says what the collector says, whatever is denied or allowed: 4,000 at random", () => {
    const { int } = random(11);
    const pick = <Item>(items: readonly Item[]) => items[int(items.length)]!;
    const classes = [...CATALOGUE].filter(([, { treatment }]) => treatment !== "never").map(([name]) => name);
    const some = classes.slice(0, 6);
    const selector = () => {
      const parts = [
        int(3) === 0 && `site: ${pick(["shop", "blog", '"*"', "[blog, shop]"])}`,
        int(2) === 0 && `form: ${pick(["join", "pay", '"j*"', '"*"', "[pay, join]"])}`,
        int(2) === 0 && `field: ${pick(["town", "note", '"*o*"', '"*"'])}`,
        int(3) === 0 && `property: ${pick(["plan", '"pl*"', '"*"'])}`,
        int(2) === 0 && `class: ${pick([...some, `[${some[0]}, "@contact"]`, '"@health"', "unknown"])}`,
      ].filter((part) => part !== false);
      return `{ ${parts.length === 0 ? "form: join" : parts.join(", ")} }`;
    };
    const told = [0, 0];
    for (let i = 0; i < 400; i++) {
      const [list, never] = [Array.from({ length: 1 + int(3) }, selector).join(", "), pick(some)];
      const policy = policyOf(
        `classes: { own: { extends: ${pick([...some, "health"])} }${int(3) === 0 ? `, ${never}: { treatment: never }` : ""} }\ncapture: { ${pick(["allow", "deny"])}: [${list}] }`,
      );
      const share = new RegExp(captureShare(policy, "shop") ?? "^\\b$", "isu");
      for (let j = 0; j < 10; j++) {
        const name = pick([...some, "unknown", "made-up", "health", "own", "own"]);
        const typed = int(2) === 0;
        const place = typed
          ? { form: pick(["join", "pay"]), field: pick(["town", "note"]) }
          : { property: pick(["plan", "x"]) };
        // No pack removes anything of what is asked, other than by what the policy itself says.
        const { treatment } = ruleOn({ ...policy, packs: [] }, { site: "shop", ...place, class: name, places: ["GB"] });
        const lines = [place.form, place.field, name, "", "", typed ? "value" : place.property, place.property];
        const says = share.test(lines.join("\n"));
        told[Number(says)]!++;
        expect(says, `${policy.source} ${JSON.stringify(place)} ${name}`).toBe(isRemoved({ treatment }));
      }
    }
    // Neither answer is rare: the control.
    expect(Math.min(...told)).toBeGreaterThan(500);
  });
});
