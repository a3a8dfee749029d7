/** Bound into every wrapped key as associated data: a key that is unwrapped under another context fails. */
export type EncryptionContext = Readonly<Record<string, string>>;

export interface RootKeyDescription {
  /** Names the root key without telling anything of it: safe to print. */
  readonly id: string;
  /** The adapter's name: `file`, `env`, `passphrase`, `pkcs11`. */
  readonly keyring: string;
}

/** A new key, and itself wrapped. */
export interface GeneratedKey {
  /** 32 bytes. The caller overwrites them. */
  readonly key: Buffer;
  readonly wrapped: Buffer;
}

/** The one door to root keys (docs/keys.md). Asynchronous, because a key may live in an HSM or a cloud. */
export interface Keyring {
  /** @returns Bytes that only `unwrap` with the same context turns back; different each time. */
  wrap(key: Uint8Array, context: EncryptionContext): Promise<Buffer>;
  /**
   * @returns The key. The caller overwrites it.
   * @throws {KeyringError} `foreign` if it was wrapped under another root key or context, or was altered.
   */
  unwrap(wrapped: Uint8Array, context: EncryptionContext): Promise<Buffer>;
  /** A new random key of 32 bytes from the keyring's own source of randomness. */
  generate(context: EncryptionContext): Promise<GeneratedKey>;
  describe(): Promise<RootKeyDescription>;
  /**
   * Destroys the root key: what it wrapped opens nothing any more. There is no way back.
   *
   * @throws {KeyringError} `unsupported` where the key belongs to someone else, such as an orchestrator: nothing happened.
   */
  destroy(): Promise<void>;
  /** Forgets the key, overwriting what this process held of it. Every later call fails with `closed`. */
  close(): Promise<void>;
}

/**
 * `missing` nothing is where the key should be; `exposed` others can read it; `inside-data` it lies with the data that it
 * protects; `damaged` it is not a key; `foreign` it did not wrap this; `exists` one is there already; `refused` a wrong
 * passphrase or PIN; `unavailable` an HSM or service does not answer; `unsupported` this keyring cannot do that;
 * `not-held` the key belongs to a level that this process was not given; `closed` it was closed or destroyed.
 */
export type KeyringFault =
  | "missing"
  | "exposed"
  | "inside-data"
  | "damaged"
  | "foreign"
  | "exists"
  | "refused"
  | "unavailable"
  | "unsupported"
  | "not-held"
  | "closed";

/** A root key that cannot be used. The message says why and what to do, and holds no key byte. */
export class KeyringError extends Error {
  override readonly name = "KeyringError";
  constructor(
    readonly fault: KeyringFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
