import type { SealedLevel } from "@wayseal/protocol";
import type { Dek } from "./keys-at-rest.js";
import type { Actor } from "./erasures.js";

/**
 * In the place of a month: a KEK of this one is a hold KEK. DEKs of held subjects are sealed to it, so that the KEKs of
 * their months can be destroyed without them. As long as a month, since both stand in the same bytes (keys/dek.ts).
 */
export const HOLD_MONTH = "on-hold";

/** A legal hold: its subject is neither erased nor purged until it is released. The record stays after that. */
export interface Hold {
  /** 16 random bytes, base64url. */
  readonly id: string;
  readonly site: string;
  /** 16 bytes. */
  readonly subject: Buffer;
  /** For people, such as a file number. */
  readonly reason: string;
  readonly added: number;
  readonly by: Actor;
  readonly released: number | null;
  readonly releasedBy: Actor | null;
}

/** Which DEKs of held subjects are asked for: those that are not under a hold KEK yet. */
export interface HeldDeks {
  readonly site: string;
  readonly subject?: Buffer;
  readonly level?: SealedLevel;
  /** `YYYY-MM`: of months before. */
  readonly before?: string;
  /** Ids after this one; they come in their order. */
  readonly after?: string;
}

export interface HoldCatalog {
  /** @throws {CatalogError} `missing` if nothing is known of the subject. */
  addHold(hold: Hold): Promise<void>;
  /** Released once: a second release changes nothing. Null if there is no such hold. */
  releaseHold(id: string, order: { readonly at: number; readonly by: Actor }): Promise<Hold | null>;
  hold(id: string): Promise<Hold | null>;
  /** Newest first; of every site without one. */
  holds(site: string | null, which: "active" | "all"): Promise<readonly Hold[]>;
  heldDeks(which: HeldDeks, limit: number): Promise<readonly Dek[]>;
}
