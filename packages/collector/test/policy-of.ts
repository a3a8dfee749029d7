import { compilePolicy, type Policy } from "../src/policy/compile-policy.js";
import { readPolicy } from "../src/policy/file/read-policy.js";
import type { Pack } from "../src/policy/packs/pack.js";
import { readPacks } from "../src/policy/packs/read-packs.js";

/** The policy of a file that says this after `format: 1`. */
export function policyOf(text = "", packs: readonly Pack[] = readPacks(), version = 2): Policy {
  const source = `format: 1\n${text}`;
  return compilePolicy(source, readPolicy(source, "wayseal.policy.yaml", packs), packs, version);
}
