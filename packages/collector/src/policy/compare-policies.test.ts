import { describe, expect, it } from "vitest";
import { policyOf } from "../../test/policy-of.js";
import { comparePolicies } from "./compare-policies.js";

const ways = (from: string, to: string) =>
  comparePolicies(policyOf(from), policyOf(to)).map(({ way, about, to }) => [way, about, to]);

describe("a comparison of two policies", () => {
  const list = 'storage: { allow: [{ form: pay }, { property: "*" }] }';

  it("calls the first list of what is allowed tighter and its end looser: without one all is", () => {
    expect(ways("", list)).toEqual([["tighter", "storage.allow", "only form pay; property *"]]);
    expect(ways(list, "")).toEqual([["looser", "storage.allow", "all"]]);
    expect(ways("", "viewing: { allow: [] }")).toEqual([["tighter", "viewing.allow", "only nothing"]]);
    // The control: one entry more is looser.
    expect(ways("storage: { allow: [{ form: pay }] }", list)).toEqual([["looser", "storage.allow", "property *"]]);
  });

  it("tells of a replaced row once, and not again of each class that extends its own", () => {
    const own = "classes: { icd: { extends: health } }";
    const ground = 'packs: { eu-gdpr: { health: { treatment: keep, because: "Explicit consent, Art. 9(2)(a)" } } }';
    expect(ways(own, `${own}\n${ground}`)).toEqual([
      ["looser", "eu-gdpr health", expect.stringMatching(/^keep at restricted/)],
    ]);
  });

  it("looks into the file's own groups: one that shrinks denies less", () => {
    const denied = (reach: string) => `groups: { reach: ${reach} }\nstorage: { deny: [{ class: "@reach" }] }`;
    expect(ways(denied("[email, phone]"), denied("[email]"))).toEqual([
      ["looser", "storage.deny", null],
      ["tighter", "storage.deny", "class email"],
    ]);
    const around = (reach: string) =>
      `groups: { all: ["@reach"], reach: ${reach} }\nviewing: { deny: [{ class: "@all" }] }`;
    expect(ways(around("[email, phone]"), around("[email]"))[0]).toEqual(["looser", "viewing.deny", null]);
    // The control: the same classes, written out.
    expect(ways(denied("[email, phone]"), "storage: { deny: [{ class: [email, phone] }] }")).toEqual([]);
  });

  it("calls it looser where a class loses a name, by which a property was sealed higher", () => {
    const own = (names: string) => `classes: { card-number: { level: restricted, treatment: keep${names} } }`;
    const both = own(', names: ["card*", "loyalty*"]');
    const one = own(', names: ["card*"]');
    expect(ways(both, one)).toEqual([["looser", "class card-number", expect.stringMatching(/named card\*$/)]]);
    expect(ways(one, own(""))[0]?.[0]).toBe("looser");
    expect(ways(one, "")[0]?.[0]).toBe("looser");
    // The control: one name more.
    expect(ways(one, both)[0]?.[0]).toBe("other");
  });
});
