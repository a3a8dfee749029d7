import { createFieldReader, type FieldReader } from "../src/keys/field-reader.js";
import type { Keyring } from "../src/ports/keyring.js";
import { policyOf } from "./policy-of.js";

/** A field reader that holds no keys: columns alone, by a policy. */
export function columnReader(text = ""): FieldReader {
  const keys = { deks: async () => [], kek: async () => null, sites: async () => [] };
  return createFieldReader({
    keys,
    keyring: {} as Keyring,
    policies: { current: () => Promise.resolve(policyOf(text)) },
  });
}
