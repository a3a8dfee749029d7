import { randomBytes } from "node:crypto";
import { type Level, LEVELS, type SealedLevel } from "@wayseal/protocol";
import {
  HpkeError,
  importPrivateKey,
  type RecipientPair,
  setupBaseR,
  setupBaseS,
  X25519_BYTES,
} from "../hpke/index.js";
import { levelContext, levelOfContext } from "../keys/contexts.js";
import { keyCache } from "../keys/key-cache.js";
import type { CustodyCatalog, LevelKey } from "../ports/custody.js";
import { type EncryptionContext, type Keyring, KeyringError } from "../ports/keyring.js";
import { contextBytes } from "./context-bytes.js";

const VERSION = 0x02;
const ID_BYTES = 8;
const HEAD_BYTES = 1 + ID_BYTES + X25519_BYTES;
const INFO = Buffer.from("wayseal/1 level key\0", "latin1");

export interface LevelKeyringOptions {
  /** Wraps everything that belongs to no level, and levels that have no root key of their own. */
  readonly base: Keyring;
  /** The keyrings of levels that have one, as far as this process was given them. */
  readonly own: Readonly<Partial<Record<SealedLevel, Keyring>>>;
  /** The highest level that this process may open. */
  readonly max: Level;
  readonly catalog: Pick<CustodyCatalog, "levelKeys">;
}

/**
 * One keyring over several: what its context says belongs to a level with a root key of its own is sealed to that level's
 * key pair (HPKE, base mode), which takes its public half alone. So a process can make KEKs that it cannot open.
 *
 * Sealed: `0x02 ‖ level key id 8 ‖ enc 32 ‖ ciphertext`, with the encryption context as associated data.
 */
export function levelKeyring({ base, own, max, catalog }: LevelKeyringOptions): Keyring {
  const pairs = keyCache<RecipientPair>({ limit: 16 });

  async function levelKey(match: (key: LevelKey) => boolean): Promise<LevelKey | null> {
    return (await catalog.levelKeys()).find(match) ?? null;
  }

  async function pairOf(level: SealedLevel, id: string): Promise<RecipientPair> {
    const keyring = own[level];
    if (keyring === undefined || LEVELS[level] > LEVELS[max]) throw notHeld(level);
    const held = pairs.get(id);
    if (held !== undefined) return held;
    const key = await levelKey((key) => key.id === id && key.level === level);
    if (key === null)
      throw new KeyringError("foreign", `A key of level ${level} was sealed to a level key that is gone`);
    const secret = await keyring.unwrap(key.wrapped, levelContext(key));
    try {
      const pair = { privateKey: importPrivateKey(secret), publicKey: key.publicKey };
      pairs.set(id, pair);
      return pair;
    } finally {
      secret.fill(0);
    }
  }

  async function open(level: SealedLevel, bytes: Buffer, context: EncryptionContext): Promise<Buffer> {
    if (bytes.length < HEAD_BYTES) throw new KeyringError("foreign", "A wrapped key is damaged");
    const id = bytes.subarray(1, 1 + ID_BYTES);
    const pair = await pairOf(level, id.toString("base64url"));
    let recipient;
    try {
      recipient = setupBaseR(bytes.subarray(1 + ID_BYTES, HEAD_BYTES), pair, Buffer.concat([INFO, id]));
      return recipient.open(0, bytes.subarray(HEAD_BYTES), contextBytes(id, context));
    } catch (error) {
      if (!(error instanceof HpkeError)) throw error;
      throw new KeyringError("foreign", "A wrapped key was altered, or belongs to something else");
    } finally {
      recipient?.destroy();
    }
  }

  /** Whoever holds a signing key says which key browsers seal to: a process that only writes gets on without. */
  function requireSigner({ purpose }: EncryptionContext): void {
    if (purpose === "signing" && max === "public") {
      throw new KeyringError("not-held", "This process holds no signing keys: it only writes");
    }
  }

  const keyring: Keyring = {
    async wrap(plain, context) {
      requireSigner(context);
      const level = levelOfContext(context);
      const key = level === null ? null : await levelKey((key) => key.level === level && key.state === "current");
      if (key === null) {
        if (level !== null && LEVELS[level] > LEVELS[max]) throw notHeld(level);
        return base.wrap(plain, context);
      }
      const id = Buffer.from(key.id, "base64url");
      const sender = setupBaseS(key.publicKey, Buffer.concat([INFO, id]));
      try {
        return Buffer.concat([Buffer.of(VERSION), id, sender.enc, sender.seal(plain, contextBytes(id, context))]);
      } finally {
        sender.destroy();
      }
    },

    async unwrap(wrapped, context) {
      requireSigner(context);
      const level = levelOfContext(context);
      if (level === null) return base.unwrap(wrapped, context);
      // Whatever it is wrapped by: a process is held to its level though it has the key by mistake.
      if (LEVELS[level] > LEVELS[max]) throw notHeld(level);
      const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
      return bytes[0] === VERSION ? open(level, bytes, context) : base.unwrap(wrapped, context);
    },

    async generate(context) {
      const level = levelOfContext(context);
      if (level === null) return base.generate(context);
      // Whoever makes a key in the clear has held it: what this process may not open it does not make either.
      if (LEVELS[level] > LEVELS[max]) throw notHeld(level);
      const key = randomBytes(32);
      return { key, wrapped: await keyring.wrap(key, context) };
    },

    describe: () => base.describe(),

    async destroy() {
      throw new KeyringError("unsupported", "Root keys are destroyed one by one");
    },

    async close() {
      pairs.clear();
      for (const one of [base, ...Object.values(own)]) await one.close();
    },
  };
  return keyring;
}

/** @returns Whether a wrapped key is sealed to a level key, and to which. */
export function sealedTo(wrapped: Buffer): string | null {
  return wrapped[0] === VERSION ? wrapped.subarray(1, 1 + ID_BYTES).toString("base64url") : null;
}

function notHeld(level: SealedLevel): KeyringError {
  return new KeyringError("not-held", `This process holds no key for ${level} data`);
}
