import { LEVELS } from "@wayseal/protocol";
import {
  HpkeError,
  type RecipientPair,
  type SenderContext,
  setupBaseR,
  setupBaseS,
  X25519_BYTES,
} from "../hpke/index.js";
import type { Dek, Kek } from "../ports/catalog.js";

/** Bytes of a DEK: AES-256. */
export const DEK_BYTES = 32;
const HEAD_BYTES = X25519_BYTES + 4;
const INFO_PREFIX = Buffer.from("wayseal/1 dek\0", "latin1");

/** Everything that a DEK is bound to. A sealed DEK that is moved to another of any of these does not open. */
export type DekIdentity = Omit<Dek, "sealed">;

/** An HPKE context (base mode) to a KEK's public half. One context seals many DEKs: a key agreement is dear. */
export function dekContext(kek: Pick<Kek, "id" | "site" | "level" | "month" | "publicKey">): SenderContext {
  return setupBaseS(kek.publicKey, dekInfo(kek.id, kek));
}

/** @returns `enc` 32 ‖ seq 4 ‖ ciphertext 48. */
export function sealDek(key: Buffer, identity: DekIdentity, context: SenderContext): Buffer {
  const seq = Buffer.alloc(4);
  seq.writeUInt32BE(context.seq);
  return Buffer.concat([context.enc, seq, context.seal(key, dekAad(identity))]);
}

/**
 * @param kek The KEK's pair, and its month where that is not the DEK's: a hold KEK holds DEKs of many months.
 * @returns The DEK, 32 bytes. The caller overwrites it.
 * @throws {HpkeError} If it was not sealed to this KEK for this identity.
 */
export function openDek(dek: Dek, kek: RecipientPair & { readonly month?: string }): Buffer {
  if (dek.sealed.length < HEAD_BYTES) throw new HpkeError("A sealed DEK is damaged");
  const context = setupBaseR(
    dek.sealed.subarray(0, X25519_BYTES),
    kek,
    dekInfo(dek.kek, { ...dek, month: kek.month ?? dek.month }),
  );
  try {
    const seq = dek.sealed.readUInt32BE(X25519_BYTES);
    const key = context.open(seq, dek.sealed.subarray(HEAD_BYTES), dekAad(dek));
    if (key.length !== DEK_BYTES) throw new HpkeError("A DEK has 32 bytes");
    return key;
  } finally {
    context.destroy();
  }
}

/** `wayseal/1 dek` 0x00 ‖ KEK id 16 ‖ level 1 ‖ the KEK's month 7 ‖ site length 1 ‖ site. */
function dekInfo(kek: string, { site, level, month }: Pick<Kek, "site" | "level" | "month">): Buffer {
  return Buffer.concat([
    INFO_PREFIX,
    exactly(16, Buffer.from(kek, "base64url")),
    Buffer.of(LEVELS[level]),
    exactly(7, Buffer.from(month, "latin1")),
    Buffer.of(site.length),
    Buffer.from(site, "latin1"),
  ]);
}

/** DEK id 16 ‖ subject 16. */
function dekAad({ id, subject }: DekIdentity): Buffer {
  return Buffer.concat([exactly(16, Buffer.from(id, "base64url")), exactly(16, subject)]);
}

/** Fixed lengths, so that no two identities share bytes. */
function exactly(length: number, bytes: Buffer): Buffer {
  if (bytes.length !== length) throw new HpkeError("A DEK's identity is damaged");
  return bytes;
}
