/** Bound into every wrapped key as associated data: a key that is unwrapped under another context fails. */
export type EncryptionContext = Readonly<Record<string, string>>;

export interface RootKeyDescription {
  /** Names the root key without telling anything of it: safe to print. */
  readonly id: string;
  readonly keyring: string;
}

/** The one door to root keys (docs/storage.md). Asynchronous, because a key may live in an HSM or a cloud. */
export interface Keyring {
  /** @returns Bytes that only `unwrap` with the same context turns back; different each time. */
  wrap(key: Uint8Array, context: EncryptionContext): Promise<Buffer>;
  /** @throws {KeyringError} `foreign` if it was wrapped under another root key or context, or was altered. */
  unwrap(wrapped: Uint8Array, context: EncryptionContext): Promise<Buffer>;
  describe(): Promise<RootKeyDescription>;
}

export type KeyringFault = "missing" | "exposed" | "inside-data" | "damaged" | "foreign" | "exists";

/** A root key that cannot be used. The message says why and what to do, and holds no key byte. */
export class KeyringError extends Error {
  override readonly name = "KeyringError";
  constructor(
    readonly fault: KeyringFault,
    message: string,
  ) {
    super(message);
  }
}
