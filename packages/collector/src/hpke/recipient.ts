import { aeadOpen } from "./aead.js";
import { HpkeError } from "./errors.js";
import { decap, type RecipientPair } from "./kem.js";
import { computeNonce, type ContextKeys, keySchedule, keyScheduleContext } from "./key-schedule.js";

/** RFC 9180's recipient context, for messages that arrive in any order: the caller names each one's `seq`. */
export interface RecipientContext {
  /**
   * @param seq The message's number, below 2³².
   * @param ciphertext Tag included.
   * @throws {HpkeError} If it was not sealed under this context, number and `aad`, or the context was destroyed.
   */
  open(seq: number, ciphertext: Uint8Array, aad?: Uint8Array): Buffer;
  /** Overwrites the keys. Nothing opens afterwards. */
  destroy(): void;
}

/**
 * RFC 9180 §5.1.1, SetupBaseR for DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305.
 *
 * @param info The sender's `info`, or its `keyScheduleContext` where that is kept.
 * @throws {HpkeError} If `enc` is not a key or is of low order.
 */
export function setupBaseR(
  enc: Uint8Array,
  recipient: RecipientPair,
  info: Uint8Array | { readonly context: Buffer },
): RecipientContext {
  return new Context(keySchedule(decap(enc, recipient), "context" in info ? info.context : keyScheduleContext(info)));
}

class Context implements RecipientContext {
  #keys: ContextKeys | null;

  constructor(keys: ContextKeys) {
    this.#keys = keys;
  }

  open(seq: number, ciphertext: Uint8Array, aad?: Uint8Array): Buffer {
    if (this.#keys === null) throw new HpkeError("This context was destroyed");
    return aeadOpen(this.#keys.key, computeNonce(this.#keys.baseNonce, seq), ciphertext, aad);
  }

  destroy(): void {
    this.#keys?.key.fill(0);
    this.#keys?.baseNonce.fill(0);
    this.#keys = null;
  }
}
