import { HpkeError, importPrivateKey, type RecipientPair } from "../hpke/index.js";
import type { Dek, Kek, KeyCatalog } from "../ports/catalog.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import { HOLD_MONTH } from "../ports/holds.js";
import { kekContext } from "./contexts.js";
import { openDek } from "./dek.js";
import { keyCache } from "./key-cache.js";
import { SecretKey } from "./secret-key.js";

/** A DEK that a reader asked for. */
export type ReadableDek =
  /** The key is the asker's own copy, who drops it after use. */
  | { readonly dek: Dek; readonly key: SecretKey }
  /** `gone`: it, or its KEK, was destroyed. `not-held`: this process was not given its level. `closed`: it does not open. */
  | { readonly fault: "gone" | "not-held" | "closed" };

export interface DekReader {
  /** @returns Each DEK by id. An id that no answer has is `gone`. @throws {CatalogError} */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, ReadableDek>>;
  /** @returns The DEK's key, the asker's own copy, or null where this process cannot unwrap it. @throws {CatalogError} */
  open(dek: Dek): Promise<SecretKey | null>;
}

export interface DekReaderOptions {
  readonly keys: Pick<KeyCatalog, "deks" | "kek">;
  readonly keyring: Pick<Keyring, "unwrap">;
  /** Unwrapped DEKs held at once; 10,000. */
  readonly limit?: number;
  /** How long unwrapped keys are held, milliseconds; 10 minutes. */
  readonly age?: number;
  readonly now?: () => number;
}

/** A DEK may be sealed to another KEK between the look-up of the one and of the other. */
const ATTEMPTS = 3;

/**
 * Unwraps DEKs by the private halves of their KEKs. What was unwrapped is kept, and used only while the catalog still
 * holds both keys: a key that was destroyed is gone at once, whatever this process remembers.
 */
export function createDekReader({ keys, keyring, limit = 10_000, age, now }: DekReaderOptions): DekReader {
  const bounds = { age, now };
  const pairs = keyCache<{ readonly wrapped: Buffer; readonly pair: RecipientPair }>({ ...bounds, limit: 512 });
  const opened = keyCache<{ readonly sealed: Buffer; readonly key: SecretKey }>({
    ...{ ...bounds, limit },
    onDrop: ({ key }) => key.drop(),
  });

  async function pairOf(kek: Kek): Promise<RecipientPair> {
    const held = pairs.get(kek.id);
    if (held?.wrapped.equals(kek.wrapped)) return held.pair;
    const secret = await keyring.unwrap(kek.wrapped, kekContext(kek));
    try {
      const pair = { privateKey: importPrivateKey(secret), publicKey: kek.publicKey };
      pairs.set(kek.id, { wrapped: kek.wrapped, pair });
      return pair;
    } finally {
      secret.fill(0);
    }
  }

  async function unwrap(dek: Dek, kek: Kek | null): Promise<ReadableDek> {
    if (kek === null) {
      pairs.delete(dek.kek);
      opened.delete(dek.id);
      return { fault: "gone" };
    }
    if (kek.site !== dek.site || kek.level !== dek.level || (kek.month !== dek.month && kek.month !== HOLD_MONTH))
      return { fault: "closed" };
    const held = opened.get(dek.id);
    if (held?.sealed.equals(dek.sealed)) return { dek, key: new SecretKey(held.key.bytes) };
    try {
      const secret = openDek(dek, { ...(await pairOf(kek)), month: kek.month });
      opened.set(dek.id, { sealed: dek.sealed, key: new SecretKey(secret) });
      const key = new SecretKey(secret);
      secret.fill(0);
      return { dek, key };
    } catch (error) {
      if (error instanceof KeyringError && error.fault === "not-held") return { fault: "not-held" };
      if (error instanceof KeyringError || error instanceof HpkeError) return { fault: "closed" };
      throw error;
    }
  }

  return {
    async read(ids) {
      const answer = new Map<string, ReadableDek>(ids.map((id) => [id, { fault: "gone" }]));
      let left: readonly string[] = ids;
      for (let attempt = 1; left.length > 0 && attempt <= ATTEMPTS; attempt++) {
        const found = await keys.deks(left);
        const keks = new Map<string, Promise<Kek | null>>();
        for (const { kek } of found) if (!keks.has(kek)) keks.set(kek, keys.kek(kek));
        for (const dek of found) answer.set(dek.id, await unwrap(dek, (await keks.get(dek.kek)) ?? null));
        if (attempt > 1)
          for (const id of left) if (!found.some((dek) => dek.id === id)) answer.set(id, { fault: "gone" });
        left = found.map(({ id }) => id).filter((id) => mayHaveMoved(answer.get(id)));
      }
      for (const [id, dek] of answer) if ("fault" in dek) opened.delete(id);
      return answer;
    },
    async open(dek) {
      const readable = await unwrap(dek, await keys.kek(dek.kek));
      return "key" in readable ? readable.key : null;
    },
  };
}

function mayHaveMoved(readable: ReadableDek | undefined): boolean {
  return readable !== undefined && "fault" in readable && readable.fault !== "not-held";
}
