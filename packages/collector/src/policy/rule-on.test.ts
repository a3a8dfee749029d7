import { LEVELS } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { governed, noteOf } from "../../test/governed.js";
import { policyOf } from "../../test/policy-of.js";
import { random } from "../../test/random.js";
import { hello, value } from "../../test/seal-stream.js";
import { CATALOGUE } from "./catalogue.js";
import { type Handling, TREATMENTS } from "./handling.js";
import { jurisdictionOf } from "./packs-for.js";
import { readPacks } from "./packs/read-packs.js";
import { ruleOn } from "./rule-on.js";
import { viewingRule } from "./viewing-rule.js";

const packs = readPacks();
const classes = [...CATALOGUE.keys()];
const PLACES = [[], ["DE"], ["GB"], ["US"], ["US-CA"], ["US-NY"], ["BR"], ["CA-QC"], ["CN"], ["IN"], ["DE", "BR"]];
const isLooser = (one: Handling, than: Handling) =>
  TREATMENTS.indexOf(one.treatment) < TREATMENTS.indexOf(than.treatment) || LEVELS[one.level] < LEVELS[than.level];

describe("a rule on a value", () => {
  it("is never loosened by another pack, for any class and place", () => {
    for (const added of packs) {
      const without = policyOf(
        "",
        packs.filter((pack) => pack !== added),
      );
      const extra = policyOf("", [...without.packs.map(({ pack }) => pack), { ...added, places: ["*"] }]);
      for (const name of classes) {
        for (const places of PLACES) {
          const question = { site: "shop", class: name, places };
          const [before, after] = [ruleOn(without, question), ruleOn(extra, question)];
          expect(isLooser(after, before), `${added.id} ${name} ${places.join()}`).toBe(false);
        }
      }
    }
  });

  it("finds loosening where there is some: the control", () => {
    expect(isLooser({ treatment: "keep", level: "internal" }, { treatment: "keep", level: "restricted" })).toBe(true);
    expect(isLooser({ treatment: "hash", level: "restricted" }, { treatment: "drop", level: "restricted" })).toBe(true);
  });

  it("removes what any deny list names, whatever else is allowed", () => {
    const { int } = random(5);
    const pick = <Item>(items: readonly Item[]) => items[int(items.length)]!;
    for (let i = 0; i < 300; i++) {
      const name = pick(classes.filter((name) => CATALOGUE.get(name)!.treatment !== "never"));
      const [form, field] = [pick(["pay", "login"]), pick(["a", "b"])];
      const deny = pick([
        `class: ${name}`,
        `form: ${form}`,
        `field: ${field}`,
        "site: shop",
        `form: ${form}, class: ${name}`,
      ]);
      const list = pick(["storage", "capture"]);
      const policy = policyOf(`
classes: { ${name}: { level: internal, treatment: keep } }
storage: { allow: [{ form: "*", field: "*" }]${list === "storage" ? `, deny: [{ ${deny} }]` : ""} }
capture: { deny: [${list === "capture" ? `{ ${deny} }` : ""}] }`);
      const answer = ruleOn(policy, { site: "shop", form, field, class: name, places: pick(PLACES) });
      expect(answer.treatment, deny).toBe("drop");
    }
  });

  it("drops what is on no allow list where there is one, and says which list", () => {
    const policy = policyOf("storage: { allow: [{ form: checkout, class: [city, postal-code] }] }");
    const ask = (form: string, name: string) =>
      ruleOn(policy, { site: "shop", form, field: "x", class: name, places: ["US-CA"] });
    expect(ask("checkout", "city").treatment).toBe("keep");
    expect(ask("checkout", "email")).toMatchObject({ treatment: "drop", rule: "storage.allow" });
    expect(ask("survey", "city")).toMatchObject({ treatment: "drop", rule: "storage.allow" });
  });

  it("treats a class that is none as the strictest, and a place that is not known as all of them", () => {
    const policy = policyOf();
    expect(ruleOn(policy, { site: "shop", class: "shoe-size", places: ["US-CA"] })).toMatchObject({
      treatment: "keep",
      level: "restricted",
    });
    expect(ruleOn(policy, { site: "shop", class: "religion", places: ["CA-ON"] }).treatment).toBe("keep");
    for (const places of [[], ["IN"]]) {
      expect(ruleOn(policy, { site: "shop", class: "religion", places }).treatment).toBe("drop");
    }
  });

  it("takes a class of the file's own, and a row that the file replaced with its ground", () => {
    const policy = policyOf(`
classes: { loyalty-number: { level: internal } }
packs: { eu-gdpr: { health: { treatment: keep, because: "Explicit consent, Art. 9(2)(a)" } } }`);
    expect(ruleOn(policy, { site: "shop", class: "loyalty-number", places: ["DE"] })).toMatchObject({
      ...{ treatment: "keep", level: "internal", rule: "classes.loyalty-number" },
    });
    const health = ruleOn(policy, { site: "shop", class: "health", places: ["DE"] });
    expect(health).toMatchObject({ treatment: "keep", level: "restricted" });
    expect(health.steps.map(({ says }) => says).join()).toContain("Explicit consent");
    // In other places their own laws hold still.
    expect(ruleOn(policy, { site: "shop", class: "health", places: ["DE", "BR"] }).treatment).toBe("drop");
  });

  it("holds of what a class extends for the class too, laws and denials, and no allowance", () => {
    const own = "classes: { diagnosis: { extends: health, level: confidential }, icd: { extends: diagnosis } }";
    const on = (text: string, name: string, places = ["DE"]) =>
      ruleOn(policyOf(`${own}\n${text}`), { site: "shop", class: name, places });
    const ground = 'packs: { eu-gdpr: { health: { treatment: keep, because: "Explicit consent, Art. 9(2)(a)" } } }';
    for (const name of ["diagnosis", "icd"]) {
      expect(on("", name)).toMatchObject({ treatment: "drop", rule: "eu-gdpr Art. 4(15) and 9(1)" });
      expect(on("", name, []).treatment).toBe("drop");
      expect(on(ground, name)).toMatchObject({ treatment: "keep", level: "restricted" });
      expect(on(`${ground}\nstorage: { deny: [{ class: "@health" }] }`, name).rule).toBe("storage.deny.0");
      expect(on(`${ground}\nstorage: { allow: [{ class: "@health" }] }`, name).rule).toBe("storage.allow");
    }
    expect(on(`${ground}\nstorage: { deny: [{ class: icd }] }`, "diagnosis").treatment).toBe("keep");
  });

  it("never loosens what is never captured, by any class that extends it", () => {
    const policy = policyOf("classes: { till-pin: { extends: password, treatment: keep, level: internal } }");
    expect(ruleOn(policy, { site: "shop", class: "till-pin", places: ["DE"] }).treatment).toBe("never");
  });
});

describe("a subject's jurisdiction", () => {
  it("is what the site declares, else what the visitor states, else where the address is, else nobody's", () => {
    const declared = policyOf("jurisdictions: { sites: { shop: [AT, DE] } }");
    const where = { stated: "FR", address: "US" };
    const picked = false;
    expect(jurisdictionOf(declared, "shop", where)).toEqual({ places: ["AT", "DE"], by: "site", picked });
    expect(jurisdictionOf(declared, "blog", where)).toEqual({ places: ["FR"], by: "visitor", picked });
    expect(jurisdictionOf(declared, "blog", { address: "US" })).toEqual({ places: ["US"], by: "address", picked });
    expect(jurisdictionOf(declared, "blog", { address: null })).toEqual({ places: [], by: "nobody", picked });
  });

  it.each<[string, Parameters<typeof jurisdictionOf>[2], string[]]>([
    ["[CN, DE]", { stated: "DE" }, ["DE"]],
    ["[CN, DE]", { address: "DE" }, ["DE"]],
    ["[CN, DE]", { stated: "CN", address: "DE" }, ["CN"]],
    // Who says that they are elsewhere picks none, wherever their address is.
    ["[CN, DE]", { stated: "FR", address: "DE" }, ["CN", "DE"]],
    ["[CN, DE]", { address: null }, ["CN", "DE"]],
    ["[CN, DE]", { stated: "" }, ["CN", "DE"]],
    ["[CN, DE]", { stated: "D" }, ["CN", "DE"]],
    ["[CN, US-CA, US-NY]", { stated: "US" }, ["US-CA", "US-NY"]],
    ["[CN, US-CA]", { stated: "US-NY" }, ["CN", "US-CA"]],
    // No visitor makes less of what is declared: for all of `US` there is no pack, and so all of them hold.
    ["[CN, US]", { stated: "US-CA" }, ["US"]],
    ["CN", { stated: "DE", address: "DE" }, ["CN"]],
  ])("of several that the site declares (%s) is the one that %j picks, and else all", (declared, where, places) => {
    const policy = policyOf(`jurisdictions: { sites: { shop: ${declared} } }`);
    expect(jurisdictionOf(policy, "shop", where)).toMatchObject({ places, by: "site" });
  });

  it("holds to the strictest of all that the site declares where none is picked, in whatever order", () => {
    // China's pack drops a location, the EU's makes it coarser.
    const stored = (declared: string, country?: string) => {
      const policy = policyOf(`jurisdictions: { sites: { shop: ${declared} } }`);
      const field = { ...value, field: "place", class: "location", value: "48.208174, 16.373819" };
      const { columns, notes } = governed(field, hello({ ...(country !== undefined && { country }) }), { policy });
      return [columns.jurisdiction, noteOf({ notes }, "value")?.level];
    };
    for (const declared of ["[CN, DE]", "[DE, CN]"]) {
      const all = declared.slice(1, -1).replace(",", "");
      expect(stored(declared)).toEqual([all, "never"]);
      expect(stored(declared, "FR")).toEqual([all, "never"]);
      expect(stored(declared, "CN")).toEqual(["CN", "never"]);
      // (control) Only where Germany's law holds alone is it stored.
      expect(stored(declared, "DE")).toEqual(["DE", "restricted"]);
    }
  });
});

describe("a rule on viewing", () => {
  const viewing = (name: string, more = {}) => ({ site: "shop", class: name, places: ["DE"], ...more });

  it("leaves it to clearance where the policy says nothing", () => {
    expect(viewingRule(policyOf(), viewing("email"))).toEqual({
      verdict: "allow",
      clearance: "public",
      rule: "viewing",
    });
  });

  it("withholds what is denied, or on no list where there is one, and asks for the most clearance that is said", () => {
    const policy = policyOf(`
viewing:
  allow: [{ class: "@contact", clearance: restricted }, { class: email }, { form: survey }]
  deny: [{ field: internal_note }]`);
    expect(viewingRule(policy, viewing("email"))).toMatchObject({
      verdict: "allow",
      clearance: "restricted",
      rule: "viewing.allow.0",
    });
    expect(viewingRule(policy, viewing("city"))).toMatchObject({ verdict: "withhold", rule: "viewing.allow" });
    expect(viewingRule(policy, viewing("city", { form: "survey", field: "b" })).verdict).toBe("allow");
    expect(viewingRule(policy, viewing("email", { form: "survey", field: "internal_note" }))).toMatchObject({
      ...{ verdict: "withhold", rule: "viewing.deny.0" },
    });
  });

  it("masks what is to be masked, and withholds what is not to be stored any more", () => {
    const policy = policyOf("classes: { phone: { treatment: mask }, city: { treatment: drop } }");
    expect(viewingRule(policy, viewing("phone"))).toMatchObject({ verdict: "mask", rule: "classes.phone" });
    expect(viewingRule(policy, viewing("city")).verdict).toBe("withhold");
  });
});
