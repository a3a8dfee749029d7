import { describe, expect, it } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import { governed, noteOf, PAN } from "../../test/governed.js";
import { policyOf } from "../../test/policy-of.js";
import { hello, value } from "../../test/seal-stream.js";
import { askedFault } from "./asked-fault.js";
import { type Asked, explain, explainedText } from "./explain.js";
import { isRemoved } from "./handling.js";

const PUBLIC = `public:
  - { event: "Plan chosen", property: plan }
  - { property: size }
  - { event: "Plan chosen", property: note }`;
/** Listed as public, which a pack tightens. */
const TIGHTENED =
  "classes: { shade: { extends: email, level: internal, names: [tint] } }\npublic: [{ property: tint }]";
const UNKNOWN = "storage: { deny: [{ class: unknown }] }";
const LISTED = "storage: { allow: [{ property: plan }, { class: email }] }";
const COARSE =
  "classes: { email: { treatment: hash }, birthday: { treatment: generalise }, phone: { treatment: mask } }";
const OWN = "classes: { badge: { level: restricted, names: [badge*] }, shade: { level: internal, names: [tint] } }";
const DE = "jurisdictions: { sites: { shop: DE } }";

type Kind = "field" | "property" | "trait";
interface Case {
  readonly kind: Kind;
  readonly name: string;
  /** Of a field what the page says, of others what its content tells. */
  readonly class?: string;
  readonly value?: string;
  readonly event?: string;
}

/** What the way in makes of it, and what an explanation says that it makes. */
function both(text: string, { kind, name, class: said, value: given = "blue", event }: Case) {
  const policy = policyOf(text);
  const events = {
    field: { ...value, form: "order", field: name, class: said ?? "unknown", value: given },
    property: { type: "track", at: 1, name: event ?? "Sent", properties: { [name]: given } },
    trait: { type: "identify", at: 1, user: "u1", traits: { [name]: given } },
  };
  const path = { field: "value", property: `properties.${name}`, trait: `traits.${name}` }[kind];
  const went = governed(events[kind], hello(), { policy });
  const note = noteOf(went, path);
  const isPublic = went.columns.properties?.[name] !== undefined;
  const asked: Asked = { site: "shop", [kind]: name, class: said, event, ...(kind === "field" && { form: "order" }) };
  const told = explain(policy, asked);
  const form = told.treatment === "hash" ? "hashed" : told.treatment === "generalise" ? "generalised" : undefined;
  return {
    stored: isPublic ? "public" : [note?.level, note?.form, note?.class].filter(Boolean).join(" "),
    explained:
      told.level === "public"
        ? "public"
        : [isRemoved(told) ? "never" : told.level, form, told.class].filter(Boolean).join(" "),
    told,
  };
}

describe("what an explanation says of a value is what the way in makes of it", () => {
  it.each<[Kind, string, string, string, Partial<Case>?]>([
    ["property", "colour", "internal unknown", ""],
    ["trait", "colour", "confidential unknown", ""],
    ["field", "colour", "restricted unknown", "", { class: "unknown" }],
    ["property", "email", "confidential email", ""],
    ["trait", "email", "confidential email", ""],
    // A name that tells a class only where a person is described.
    ["property", "city", "internal unknown", ""],
    ["trait", "city", "confidential city", ""],
    ["property", "password", "never password", ""],
    ["property", "badge_no", "restricted badge", OWN],
    ["trait", "tint", "internal shade", OWN],
    ["property", "email", "confidential hashed email", COARSE],
    ["trait", "birthday", "confidential generalised birthday", COARSE, { value: "1984-03-12" }],
    ["property", "phone", "confidential phone", COARSE],
    ["property", "plan", "public", PUBLIC, { event: "Plan chosen" }],
    ["property", "plan", "internal unknown", PUBLIC, { event: "Plan left" }],
    ["property", "size", "public", PUBLIC],
    ["property", "tint", "public", `${OWN}\npublic: [{ property: tint }]`],
    ["property", "tint", "confidential shade", TIGHTENED],
    ["trait", "size", "confidential unknown", PUBLIC],
    ["property", "size", "never unknown", `${PUBLIC}\nstorage: { deny: [{ property: size }] }`],
    ["property", "colour", "never unknown", UNKNOWN],
    ["trait", "colour", "never unknown", UNKNOWN],
    ["property", "colour", "never unknown", "classes: { unknown: { treatment: drop } }"],
    // What the class asks for is for what is typed: only its removal counts for a property.
    ["property", "colour", "internal unknown", "classes: { unknown: { treatment: hash } }"],
    ["property", "plan", "internal unknown", LISTED],
    ["trait", "colour", "never unknown", LISTED],
    ["trait", "email", "confidential email", LISTED],
    ["property", "colour", "never unknown", "capture: { allow: [{ field: q }] }"],
    ["property", "diagnosis", "never health", ""],
    ["property", "diagnosis", "never health", DE],
    ["property", "colour", "confidential email", "", { class: "email", value: "ann@gmail.com" }],
    ["trait", "colour", "never payment-card", "", { class: "payment-card", value: PAN }],
    [
      "property",
      "note",
      "confidential email",
      PUBLIC,
      { class: "email", value: "ann@gmail.com", event: "Plan chosen" },
    ],
    // Nothing in a value tells that it is a city.
    ["property", "colour", "internal unknown", "", { class: "city" }],
    ["property", "colour", "internal unknown", "", { class: "unknown" }],
    ["field", "mail", "confidential email", "", { class: "email" }],
    ["field", "mail", "confidential email", "", { class: "unknown" }],
    ["field", "mail", "confidential email", "", { class: "quantity" }],
    ["field", "mail", "restricted iban", "", { class: "iban" }],
    ["field", "q", "restricted unknown", "", { class: "shoe-size" }],
    ["field", "cvv", "never card-security-code", "", { class: "quantity" }],
    ["field", "mail", "restricted hashed iban", COARSE, { class: "iban" }],
    ["field", "mail", "confidential hashed birthday", COARSE, { class: "birthday", value: "1984-03-12" }],
    ["field", "q", "never email", "storage: { deny: [{ form: order }] }", { class: "email" }],
  ])("%s %s: %s (%j, %j)", (kind, name, expected, text, more = {}) => {
    const { stored, explained, told } = both(text, { kind, name, ...more });
    expect({ stored, explained }).toEqual({ stored: expected, explained: expected });
    expect(told.steps.some(({ by }) => by === told.rule)).toBe(true);
  });

  it("says that a property is public in some events, and that a listed one whose class is to be protected is not", () => {
    const policy = policyOf(PUBLIC);
    const saying = (asked: Partial<Asked>) =>
      explain(policy, { site: "shop", ...asked }).steps.find(({ by }) => by.startsWith("public"));
    expect(saying({ property: "plan" })).toMatchObject({ by: "public.0", then: "keep at internal" });
    expect(saying({ property: "plan" })?.says).toMatch(/ask with the event/);
    expect(saying({ property: "plan", event: "Plan chosen" })?.then).toBe("public column");
    const tightened = explain(policyOf(TIGHTENED), { site: "shop", property: "tint" }).steps.at(-2)!;
    expect([tightened.by, tightened.says]).toEqual(["public.0", expect.stringMatching(/listed as public, and sealed/)]);
    expect(saying({ property: "colour" })?.says).toMatch(/not listed/);
    expect(saying({ trait: "plan" })).toBeUndefined();
    expect(explainedText(explain(policy, { site: "shop", property: "size" }))).toBe("a public column, by public.1");
  });

  it("says of a public column who sees it, as columns are decided on", () => {
    const told = (text: string, more: Parameters<typeof aViewer>[0] = {}) => {
      const viewer = { name: "eve", viewer: aViewer({ clearance: "public", ...more }), twoPeople: true };
      const { steps } = explain(policyOf(`${PUBLIC}\n${text}`), { site: "shop", property: "size" }, viewer);
      return steps.slice(-2).map(({ then }) => then);
    };
    expect(told("")).toEqual(["allow", "show"]);
    expect(told("", { deny: { classes: [], fields: ["track.properties.size"] } })).toEqual(["allow", "withhold"]);
    expect(told("viewing: { deny: [{ property: size }] }")).toEqual(["withhold", "withhold"]);
    expect(told("classes: { unknown: { treatment: mask } }")).toEqual(["withhold", "withhold"]);
  });

  it("is asked about one value at a time, and of a trait in identify alone", () => {
    expect(askedFault({ property: "a", field: "b" })).toMatch(/one value/i);
    expect(askedFault({ trait: "a", property: "b" })).toMatch(/one value/i);
    expect(askedFault({ trait: "a", event: "Plan chosen" })).toMatch(/identify/);
    for (const asked of [{ trait: "a", event: "identify" }, { trait: "a" }, { property: "a", event: "x" }, {}]) {
      expect(askedFault(asked)).toBeNull();
    }
  });
});
