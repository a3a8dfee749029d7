import type { Actor } from "./erasures.js";

/** One version of the policy, as it is kept for good. */
export interface StoredPolicy {
  /** From 1, without gaps. Stored with every event that it governed. */
  readonly version: number;
  /** SHA-256 of everything that decides, hex. */
  readonly digest: string;
  /** The file as it was written. */
  readonly source: string;
  /** The packs that it was put together with, as JSON. */
  readonly packs: string;
  /** Milliseconds since 1970. */
  readonly applied: number;
  /** Who applied it; null: a release brought other classes or packs. */
  readonly by: Actor | null;
}

/** Versions of the policy. The newest is in force. */
export interface PolicyCatalog {
  /** The version in force; 0 where there is none yet. */
  policyInForce(): Promise<number>;
  /** One version, or null. */
  policy(version: number): Promise<StoredPolicy | null>;
  /** Newest first. */
  policies(): Promise<readonly StoredPolicy[]>;
  /**
   * Adds the next version, which is in force from then on. Key sets that the collector signs say something new with it,
   * so their versions grow.
   *
   * @throws {CatalogError} `exists` if it is not the next one: another was applied meanwhile.
   */
  addPolicy(policy: StoredPolicy): Promise<void>;
}
