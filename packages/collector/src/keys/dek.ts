import { LEVELS } from "@wayseal/protocol";
import { HpkeError, type RecipientPair, setupBaseR, setupBaseS, X25519_BYTES } from "../hpke/index.js";
import type { Dek } from "../ports/catalog.js";

/** Bytes of a DEK: AES-256. */
export const DEK_BYTES = 32;
const PREFIX = Buffer.from("wayseal/1 dek\0", "latin1");

/** Everything that a DEK is bound to. A sealed DEK that is moved to another of any of these does not open. */
export type DekIdentity = Omit<Dek, "sealed">;

/**
 * Seals a DEK to its KEK's public half: HPKE base mode, `enc` 32 ‖ ciphertext 48.
 *
 * @param publicKey The KEK's, raw.
 */
export function sealDek(key: Buffer, identity: DekIdentity, publicKey: Buffer): Buffer {
  const context = setupBaseS(publicKey, dekInfo(identity));
  try {
    return Buffer.concat([context.enc, context.seal(key)]);
  } finally {
    context.destroy();
  }
}

/**
 * @param kek The KEK's pair.
 * @returns The DEK, 32 bytes. The caller overwrites it.
 * @throws {HpkeError} If it was not sealed to this KEK for this identity.
 */
export function openDek(dek: Dek, kek: RecipientPair): Buffer {
  const context = setupBaseR(dek.sealed.subarray(0, X25519_BYTES), kek, dekInfo(dek));
  try {
    const key = context.open(0, dek.sealed.subarray(X25519_BYTES));
    if (key.length !== DEK_BYTES) throw new HpkeError("A DEK has 32 bytes");
    return key;
  } finally {
    context.destroy();
  }
}

/** `wayseal/1 dek` 0x00 ‖ DEK id 16 ‖ KEK id 16 ‖ subject 16 ‖ level 1 ‖ month 7 ‖ site length 1 ‖ site. */
function dekInfo({ id, kek, subject, level, month, site }: DekIdentity): Buffer {
  const info = Buffer.concat([
    PREFIX,
    Buffer.from(id, "base64url"),
    Buffer.from(kek, "base64url"),
    subject,
    Buffer.of(LEVELS[level]),
    Buffer.from(month, "latin1"),
    Buffer.of(site.length),
    Buffer.from(site, "latin1"),
  ]);
  if (info.length !== PREFIX.length + 57 + site.length) throw new HpkeError("A DEK's identity is damaged");
  return info;
}
