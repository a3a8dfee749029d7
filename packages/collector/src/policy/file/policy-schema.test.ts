import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { policySchema } from "./policy-schema.js";

const published = JSON.parse(
  readFileSync(new URL("../../../../../docs/policy.schema.json", import.meta.url), "utf8"),
) as object;

describe("the published schema of policy files", () => {
  it("is what `wayseal policy schema` prints", () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(policySchema())));
  });

  const validate = new Ajv2020({ strict: false }).compile(published);

  it("takes a policy, and offers the built-in classes", () => {
    const text = 'format: 1\nclasses: { own: { extends: email } }\nstorage: { deny: [{ class: [own, "@health"] }] }\n';
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.stringify(published)).toContain('"card-security-code"');
  });

  it.each([
    "{}",
    "format: 2",
    "format: 1\nclases: {}",
    "format: 1\nclasses: { email: { treatment: hide } }",
    "format: 1\nstorage: { deny: [{ klass: email }] }",
    "format: 1\nretention: { public: 0 }",
  ])("refuses %j", (text) => expect(validate(parse(text))).toBe(false));
});
