/** Bytes of an AES-256 key. */
const KEY_BYTES = 32;

/** A key was asked for after it had been dropped. Whoever sees it asks for the key again. */
export class KeyDropped extends Error {
  override readonly name = "KeyDropped";
  constructor() {
    super("A key was used after it had been dropped");
  }
}

/**
 * A symmetric key in one buffer of its own that is overwritten when it is dropped. Using it after that throws: a zeroed
 * key must never encrypt anything. Printing it shows nothing.
 */
export class SecretKey {
  #bytes: Buffer | null;

  /** @param bytes 32 bytes. They are copied; the caller overwrites its own. @throws {RangeError} */
  constructor(bytes: Uint8Array) {
    if (bytes.length !== KEY_BYTES) throw new RangeError("An AES-256 key has 32 bytes");
    // Not out of Node's pool, whose memory is shared with other buffers.
    this.#bytes = Buffer.allocUnsafeSlow(KEY_BYTES);
    this.#bytes.set(bytes);
  }

  /** For one synchronous use: it may be dropped in any later turn. @throws {KeyDropped} */
  get bytes(): Buffer {
    if (this.#bytes === null) throw new KeyDropped();
    return this.#bytes;
  }

  get dropped(): boolean {
    return this.#bytes === null;
  }

  drop(): void {
    this.#bytes?.fill(0);
    this.#bytes = null;
  }
}
