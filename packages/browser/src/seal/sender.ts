import { concat, integer } from "@wayseal/protocol";
import { encrypt } from "./encrypt.js";
import type { KeyPair, Primitives } from "./primitives.js";

/** RFC 9180 §5.2's sender context, for one suite: X25519, HKDF-SHA256, ChaCha20Poly1305. */
export interface SenderContext {
  /** The number that the next record gets. */
  readonly seq: number;
  /**
   * RFC 9180 §5.2 Context.Seal: synchronous, so that an event is ciphertext before its handler returns.
   *
   * @throws If the numbers that a record can carry are used up.
   */
  seal(aad: Uint8Array, pt: Uint8Array): Uint8Array;
}

/** RFC 9180 §4.1: "KEM" ‖ I2OSP(0x0020, 2). */
const KEM_SUITE = "KEM\x00\x20";
/** RFC 9180 §5.1: "HPKE" ‖ kem 0x0020 ‖ kdf 0x0001 ‖ aead 0x0003. */
const HPKE_SUITE = "HPKE\x00\x20\x00\x01\x00\x03";
/** A salt of nothing is a block of zeros to HMAC, and WebCrypto takes no empty key. */
const NO_SALT = new Uint8Array(32);
/** A record's number is four bytes on the wire, so a context ends long before RFC 9180's own limit. */
const MAX_SEQ = 2 ** 32 - 1;

/**
 * RFC 9180 §5.1.1 SetupBaseS.
 *
 * @param pkR The recipient's public key, 32 bytes.
 * @param ephemeral Only for test vectors; a stream must never reuse one.
 * @throws If the recipient's key is of low order.
 */
export async function setupBaseS(
  primitives: Primitives,
  pkR: Uint8Array,
  info: Uint8Array,
  ephemeral?: KeyPair,
): Promise<{ enc: Uint8Array; context: SenderContext }> {
  /** RFC 9180 §4 LabeledExtract. */
  const extract = (suite: string, salt: Uint8Array, label: string, ikm: Uint8Array | string) =>
    primitives.hmac(salt, concat("HPKE-v1", suite, label, ikm));
  /** RFC 9180 §4 LabeledExpand for one hash block: RFC 5869's T(1). */
  const expand = async (suite: string, prk: Uint8Array, label: string, input: Uint8Array, length: number) =>
    (await primitives.hmac(prk, concat([0, length], "HPKE-v1", suite, label, input, [1]))).subarray(0, length);

  // Encap (§4.1)
  const { publicKey: enc, dh } = ephemeral ?? (await primitives.generateKeyPair());
  const secret = await dh(pkR);
  // RFC 9180 §7.1.4; WebCrypto and noble refuse it as well, and not every old version of either does.
  if (!secret.some((byte) => byte)) throw new Error("Low order key");
  const eaePrk = await extract(KEM_SUITE, NO_SALT, "eae_prk", secret);
  const sharedSecret = await expand(KEM_SUITE, eaePrk, "shared_secret", concat(enc, pkR), 32);

  // KeySchedule (§5.1), mode_base
  const keyScheduleContext = concat(
    [0],
    await extract(HPKE_SUITE, NO_SALT, "psk_id_hash", ""),
    await extract(HPKE_SUITE, NO_SALT, "info_hash", info),
  );
  const prk = await extract(HPKE_SUITE, sharedSecret, "secret", "");
  const key = await expand(HPKE_SUITE, prk, "key", keyScheduleContext, 32);
  const baseNonce = await expand(HPKE_SUITE, prk, "base_nonce", keyScheduleContext, 12);
  return { enc, context: senderContext(key, baseNonce) };
}

function senderContext(key: Uint8Array, baseNonce: Uint8Array): SenderContext {
  let seq = 0;
  return {
    get seq() {
      return seq;
    },
    seal(aad, pt) {
      if (seq >= MAX_SEQ) throw new Error("Stream is full");
      const nonce = baseNonce.slice();
      // XOR with `seq` as twelve bytes, of which it fills the last four.
      integer(seq, 4).forEach((byte, i) => (nonce[8 + i]! ^= byte));
      // Counted before the cipher runs: if it throws, the number is lost, never used again.
      seq++;
      return encrypt(key, nonce, aad, pt);
    },
  };
}
