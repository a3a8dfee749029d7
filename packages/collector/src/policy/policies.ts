import { audited } from "../audit/audited.js";
import type { AuditEntry, AuditTrail } from "../ports/audit.js";
import { CatalogError } from "../ports/catalog.js";
import type { Actor } from "../ports/erasures.js";
import type { PolicyCatalog, StoredPolicy } from "../ports/policies.js";
import { compilePolicy, type Policy } from "./compile-policy.js";
import { DEFAULT_SOURCE } from "./default-file.js";
import { readPolicy } from "./file/read-policy.js";
import type { Pack } from "./packs/pack.js";
import { readPacks } from "./packs/read-packs.js";

/** The policy in force, and how another comes to be. */
export interface Policies {
  /**
   * The policy in force: what was applied by whoever has the catalog holds within a second.
   *
   * @throws {CatalogError} `version` if this release cannot read it: then nothing is governed, and so nothing stored. Or
   *   that this release makes another policy of it, which could not be written down.
   */
  current(): Promise<Policy>;
  /** Every version, newest first. */
  versions(): Promise<readonly StoredPolicy[]>;
  /** One version as it was then, or null. */
  version(number: number): Promise<Policy | null>;
  /**
   * The policy in force as of a version that the catalog was seen at: what `current` says may be a second older, or newer.
   *
   * @param version 0: there was none.
   * @throws {CatalogError} As `current`.
   */
  inVersion(version: number): Promise<Policy>;
  /** Puts a file together as the next version, and applies nothing. @throws {PolicyError} */
  draft(source: string, where: string): Promise<Policy>;
  /**
   * Puts a file in force, for the next request. What is in force stays so where it cannot be read.
   *
   * @param draft From `draft`.
   * @throws {CatalogError} `exists` if another was applied since it was drafted.
   */
  apply(draft: Policy, by: Actor): Promise<void>;
}

export interface PoliciesOptions {
  readonly catalog: PolicyCatalog;
  /** What a release puts in force by itself is written down there first; what somebody applies, by whoever asks for it. */
  readonly audit: AuditTrail;
  /** @default the packs of this release */
  readonly packs?: readonly Pack[];
  readonly now?: () => number;
  /** How long the catalog's answer is used, milliseconds. */
  readonly fresh?: number;
}

/** Keeps the policy in force at hand. A catalog without one gets the built-in policy as its version 1. */
export function createPolicies({
  catalog,
  audit,
  packs = readPacks(),
  now = Date.now,
  fresh = 1000,
}: PoliciesOptions): Policies {
  let read: { readonly at: number; readonly policy: Promise<Policy> } | null = null;
  let held: Policy | null = null;

  async function load(): Promise<Policy> {
    const version = await catalog.policyInForce();
    if (held?.version === version) return held;
    const stored = await catalog.policy(version);
    if (stored === null) return begin(0, DEFAULT_SOURCE);
    const policy = compiled(stored.source, packs, version);
    // Its release may have had other classes or packs: then this is another policy, from here on.
    if (policy.digest !== stored.digest && held === null) return begin(version, stored.source);
    return (held = policy);
  }

  async function begin(before: number, source: string): Promise<Policy> {
    const policy = compiled(source, packs, before + 1);
    const add = () => catalog.addPolicy(storedOf(policy, packs, now(), null));
    try {
      // The one that a catalog begins with is nobody's doing, and changes nothing.
      await (before === 0 ? add() : audited(audit, byRelease(now(), before), add));
    } catch (error) {
      // Another process was first, and its version is as good.
      if (!(error instanceof CatalogError) || error.fault !== "exists") throw error;
      const version = await catalog.policyInForce();
      return (held = compiled((await catalog.policy(version))!.source, packs, version));
    }
    return (held = policy);
  }

  function current(): Promise<Policy> {
    const at = now();
    // A clock that was set back must not make an old answer last.
    if (read !== null && read.at > at - fresh && read.at <= at) return read.policy;
    const reading = { at, policy: load() };
    read = reading;
    reading.policy.catch(() => read === reading && (read = null));
    return reading.policy;
  }

  return {
    current,
    async inVersion(version) {
      const policy = await current();
      if (policy.version === version || version === 0) return policy;
      const stored = await catalog.policy(version);
      return compiled(stored!.source, JSON.parse(stored!.packs) as readonly Pack[], version);
    },
    versions: () => catalog.policies(),
    async version(number) {
      const stored = await catalog.policy(number);
      return stored === null ? null : compiled(stored.source, JSON.parse(stored.packs) as readonly Pack[], number);
    },
    async draft(source, where) {
      return compilePolicy(source, readPolicy(source, where, packs), packs, (await catalog.policyInForce()) + 1);
    },
    async apply(draft, by) {
      await catalog.addPolicy(storedOf(draft, packs, now(), by));
      held = draft;
      read = { at: now(), policy: Promise.resolve(draft) };
    },
  };
}

function byRelease(at: number, from: number): AuditEntry {
  return { at, actor: "release", kind: "system", action: "policy.apply", policy: from + 1, detail: { from } };
}

/** The built-in policy and no other, for who has no catalog of policies. */
export function builtInPolicy(): Policy {
  return (builtIn ??= compiled(DEFAULT_SOURCE, readPacks(), 1));
}

let builtIn: Policy | null = null;

function compiled(source: string, packs: readonly Pack[], version: number): Policy {
  try {
    return compilePolicy(source, readPolicy(source, `policy ${version}`, packs), packs, version);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CatalogError("version", `The policy in force cannot be read by this Wayseal: ${why}`, { cause: error });
  }
}

function storedOf(
  { version, digest, source }: Policy,
  packs: readonly Pack[],
  applied: number,
  by: Actor | null,
): StoredPolicy {
  return { version, digest, source, packs: JSON.stringify(packs), applied, by };
}
