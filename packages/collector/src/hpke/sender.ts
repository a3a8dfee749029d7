import { aeadSeal } from "./aead.js";
import { HpkeError } from "./errors.js";
import { encap } from "./kem.js";
import { computeNonce, type ContextKeys, keySchedule, keyScheduleContext } from "./key-schedule.js";
import type { X25519KeyPair } from "./x25519.js";

/** RFC 9180's sender context. Each message takes the next `seq`, from 0, so that no nonce is used twice. */
export interface SenderContext {
  /** The encapsulated key, 32 bytes. */
  readonly enc: Buffer;
  /** The number that the next message takes. */
  readonly seq: number;
  /** @throws {HpkeError} After 2³² messages, or once destroyed. */
  seal(plaintext: Uint8Array, aad?: Uint8Array): Buffer;
  /** Overwrites the keys. Nothing seals afterwards. */
  destroy(): void;
}

/**
 * RFC 9180 §5.1.1, SetupBaseS for DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305.
 *
 * @param publicKey Raw, 32 bytes.
 * @param ephemeral For known-answer tests alone.
 * @throws {HpkeError} If the public key is not a key or is of low order.
 */
export function setupBaseS(publicKey: Uint8Array, info: Uint8Array, ephemeral?: X25519KeyPair): SenderContext {
  const { sharedSecret, enc } = encap(publicKey, ephemeral);
  return new Context(enc, keySchedule(sharedSecret, keyScheduleContext(info)));
}

class Context implements SenderContext {
  #keys: ContextKeys | null;
  #seq = 0;

  constructor(
    readonly enc: Buffer,
    keys: ContextKeys,
  ) {
    this.#keys = keys;
  }

  get seq(): number {
    return this.#seq;
  }

  seal(plaintext: Uint8Array, aad?: Uint8Array): Buffer {
    if (this.#keys === null) throw new HpkeError("This context was destroyed");
    if (this.#seq > 0xffffffff) throw new HpkeError("This context has sealed all that it may");
    return aeadSeal(this.#keys.key, computeNonce(this.#keys.baseNonce, this.#seq++), plaintext, aad);
  }

  destroy(): void {
    this.#keys?.key.fill(0);
    this.#keys?.baseNonce.fill(0);
    this.#keys = null;
  }
}
