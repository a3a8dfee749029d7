import { HpkeError, importPrivateKey, setupBaseR, X25519_BYTES } from "../hpke/index.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { QuarantineKek } from "../ports/quarantine.js";
import { quarantineContext } from "./contexts.js";
import { quarantineAad, quarantineInfo, type SealedRecordId } from "./quarantine-bytes.js";

const HEAD_BYTES = X25519_BYTES + 4;

/** What a sealed record opened to, or why it did not: `not-held` where this process was not given the level's keys. */
export type OpenedRecord = { readonly plaintext: Buffer } | { readonly fault: "not-held" | "closed" };

/** Opens what waits under one KEK. The private half is unwrapped for it and let go: people ask rarely. */
export interface QuarantineReader {
  open(sealed: Buffer, record: SealedRecordId): OpenedRecord;
  /** Overwrites nothing that lasts; nothing opens afterwards. */
  close(): void;
}

/** @throws {KeyringError} Other than `not-held`, which each record is answered with. */
export async function openQuarantine(kek: QuarantineKek, keyring: Pick<Keyring, "unwrap">): Promise<QuarantineReader> {
  let pair: { privateKey: ReturnType<typeof importPrivateKey>; publicKey: Buffer } | null = null;
  let fault: "not-held" | "closed" = "closed";
  try {
    const secret = await keyring.unwrap(kek.wrapped, quarantineContext(kek));
    try {
      pair = { privateKey: importPrivateKey(secret), publicKey: kek.publicKey };
    } finally {
      secret.fill(0);
    }
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    if (error.fault === "not-held") fault = "not-held";
    else if (error.fault !== "foreign") throw error;
  }
  return {
    open(sealed, record) {
      if (pair === null) return { fault };
      if (sealed.length < HEAD_BYTES) return { fault: "closed" };
      let context;
      try {
        context = setupBaseR(sealed.subarray(0, X25519_BYTES), pair, quarantineInfo(kek));
        const seq = sealed.readUInt32BE(X25519_BYTES);
        return { plaintext: context.open(seq, sealed.subarray(HEAD_BYTES), quarantineAad(record)) };
      } catch (error) {
        if (error instanceof HpkeError) return { fault: "closed" };
        throw error;
      } finally {
        context?.destroy();
      }
    },
    close() {
      pair = null;
    },
  };
}
