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
});
