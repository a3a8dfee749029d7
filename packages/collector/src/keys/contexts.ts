import { type Level, LEVELS, SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { Kek } from "../ports/catalog.js";
import type { OwnKey } from "../ports/erasures.js";
import type { EncryptionContext } from "../ports/keyring.js";
import type { QuarantineKek } from "../ports/quarantine.js";

/** What wrapped private keys are bound to: a key that is moved to another site, level or month does not unwrap. */
export function recipientContext(site: string, kid: string): EncryptionContext {
  return { purpose: "recipient", site, kid };
}

export function signingContext(site: string): EncryptionContext {
  return { purpose: "signing", site };
}

/** A level's key pair, wrapped by the level's own keyring. */
export function levelContext({ id, level }: { readonly id: string; readonly level: string }): EncryptionContext {
  return { purpose: "level", level, key: id };
}

export function kekContext({
  id,
  site,
  level,
  month,
}: Pick<Kek, "id" | "site" | "level" | "month">): EncryptionContext {
  return { purpose: "kek", site, level, month, kek: id };
}

/** Nobody knows what a refused record holds, so its key is kept as restricted data's are. */
export const QUARANTINE_LEVEL = "restricted" as const satisfies SealedLevel;

export function quarantineContext({ id, site, day }: Pick<QuarantineKek, "id" | "site" | "day">): EncryptionContext {
  return { purpose: "quarantine", site, level: QUARANTINE_LEVEL, day, kek: id };
}

/** The level of the classes that are indexed: who may not read the values may not test them either. */
export const LOOKUP_LEVEL = "confidential" as const satisfies SealedLevel;

/** @returns Whether a process that opens levels up to this one makes blind indexes, and finds people by them. */
export function holdsLookups(maxLevel: Level = "restricted"): boolean {
  return LEVELS[maxLevel] >= LEVELS[LOOKUP_LEVEL];
}

/** What policy hashes values with (value-hashes.ts): one of a site's keys of blind indexes by its name alone. */
export const HASH_NAME = "hash";

/**
 * Keys that only people's actions need, and the clearance that those take: an erasure's receipt, the contact of a request,
 * the audit log's signatures, which whoever shows sealed data makes, and what finds somebody by a value. They are kept as
 * that level's keys are. What is not named here is needed for taking events in.
 */
const CLEARANCE: Readonly<Record<string, SealedLevel>> = {
  receipt: "restricted",
  request: "confidential",
  audit: "internal",
  "blind-index": LOOKUP_LEVEL,
};

/** @returns The level that a key outside the hierarchy of KEKs belongs to; null: none. */
export function levelOfOwnKey({ purpose, name }: { readonly purpose?: string; readonly name?: string }) {
  // A hash stands within a sealed column in the place of its value: its key finds nothing without that column's DEK.
  if (purpose === "blind-index" && name === HASH_NAME) return null;
  return CLEARANCE[purpose ?? ""] ?? null;
}

/** @returns The level whose root key is to wrap a key of this context, where it has one; null: the common one. */
export function levelOfContext(context: EncryptionContext): SealedLevel | null {
  // A level's own pair says which level it opens, and is wrapped by that level's keyring itself.
  if (context["purpose"] === "level") return null;
  return SEALED_LEVELS.find((one) => one === context["level"]) ?? levelOfOwnKey(context);
}

/** @returns The level that a value waits under: that of lookups, or its own where that is above. Whoever indexes it sees it. */
export function pendingLevel(level: SealedLevel): SealedLevel {
  return LEVELS[level] > LEVELS[LOOKUP_LEVEL] ? level : LOOKUP_LEVEL;
}

/** What waits to be indexed is bound to its subject: a row that is moved to another does not open. */
export function pendingIndexContext({
  site,
  subject,
  level,
}: {
  readonly site: string;
  readonly subject: Buffer;
  readonly level: SealedLevel;
}) {
  return { purpose: "pending-index", level: pendingLevel(level), site, subject: subject.toString("hex") };
}

export function ownKeyContext({ purpose, site, name }: Pick<OwnKey, "purpose" | "site" | "name">): EncryptionContext {
  return { purpose, site, name };
}
