import { createHmac, randomBytes } from "node:crypto";
import type { SealedLevel } from "@wayseal/protocol";
import type { IndexedValue } from "../lookups/classes.js";
import type { Keyring } from "../ports/keyring.js";
import { KeyringError } from "../ports/keyring.js";
import type { PendingEntry, PendingIndex } from "../ports/lookups.js";
import { BoundedCache } from "./bounded-cache.js";
import { pendingIndexContext } from "./contexts.js";

/** Plaintexts are padded to steps of this many bytes: hardly a value needs a second, so that lengths tell nothing. */
const STEP = 128;
/** How long this process remembers what it sealed, milliseconds: whoever takes its memory can try values on that. */
const AGE = 10 * 60_000;

export interface PendingSealerOptions {
  readonly keyring: Pick<Keyring, "wrap">;
  readonly now?: (() => number) | undefined;
}

/** Seals values that are to be indexed to whoever may index them. It takes public halves alone. */
export interface PendingSealer {
  /**
   * Entries of what an event can be found by, without what was committed for the same subject, month and DEK a moment ago.
   *
   * @param batch What was sealed for events of the same request: an entry of several events waits once.
   * @throws {KeyringError}
   */
  seal(place: PendingPlace, values: readonly IndexedValue[], batch: PendingBatch): Promise<readonly PendingEntry[]>;
  /** They are committed. */
  stored(entries: readonly PendingEntry[]): void;
}

export interface PendingPlace {
  readonly site: string;
  readonly subject: Buffer;
  readonly month: string;
  /**
   * Ids of the DEKs that the values are sealed with, by level. Where one was destroyed, what waits went with it: a value that
   * comes again, under another, waits again.
   */
  readonly deks: Readonly<Partial<Record<SealedLevel, string>>>;
}

export type PendingBatch = Map<string, PendingEntry>;

export function createPendingSealer({ keyring, now }: PendingSealerOptions): PendingSealer {
  // Of this process alone: what is remembered is no index that anybody else could ask.
  const secret = randomBytes(32);
  const remembered = new BoundedCache<true>({ limit: 50_000, age: AGE, now });
  const marks = new WeakMap<PendingEntry, string>();

  return {
    async seal({ site, subject, month, deks }, values, batch) {
      const entries: PendingEntry[] = [];
      for (const { class: name, value, level } of values) {
        const of = JSON.stringify([site, subject.toString("hex"), month, level, deks[level], name, value]);
        const mark = createHmac("sha256", secret).update(of).digest("base64url");
        if (remembered.get(mark) !== undefined) continue;
        let entry = batch.get(mark);
        if (entry === undefined) {
          const plain = pad({ class: name, value });
          entry = { level, sealed: await keyring.wrap(plain, pendingIndexContext({ site, subject, level })) };
          plain.fill(0);
          marks.set(entry, mark);
          batch.set(mark, entry);
        }
        entries.push(entry);
      }
      return entries;
    },

    stored(entries) {
      for (const entry of entries) {
        const mark = marks.get(entry);
        if (mark !== undefined) remembered.set(mark, true);
      }
    },
  };
}

/**
 * Opens what waits to be indexed.
 *
 * @returns Null where it is not authentic.
 * @throws {KeyringError} Where this process may not, or the keyring does not answer.
 */
export async function openPendingIndex(
  keyring: Pick<Keyring, "unwrap">,
  { sealed, ...place }: Pick<PendingIndex, "site" | "subject" | "level" | "sealed">,
): Promise<{ readonly class: string; readonly value: string } | null> {
  let plain: Buffer;
  try {
    plain = await keyring.unwrap(sealed, pendingIndexContext(place));
  } catch (error) {
    if (error instanceof KeyringError && error.fault === "foreign") return null;
    throw error;
  }
  try {
    const read = JSON.parse(plain.toString("utf8")) as { readonly class?: unknown; readonly value?: unknown } | null;
    const { class: name, value } = read ?? {};
    return typeof name === "string" && typeof value === "string" ? { class: name, value } : null;
  } catch {
    // Sealing authenticates nobody: whoever could write there may have sealed anything.
    return null;
  } finally {
    plain.fill(0);
  }
}

/** UTF-8 JSON with spaces behind it. */
function pad(content: { readonly class: string; readonly value: string }): Buffer {
  const text = Buffer.from(JSON.stringify(content));
  const padded = Buffer.alloc(Math.ceil(text.length / STEP) * STEP, 0x20);
  text.copy(padded);
  text.fill(0);
  return padded;
}
