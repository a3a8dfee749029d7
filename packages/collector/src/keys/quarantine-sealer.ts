import { randomBytes } from "node:crypto";
import { exportPrivateKey, generateKeyPair, type SenderContext, setupBaseS } from "../hpke/index.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { QuarantineCatalog, QuarantineKek } from "../ports/quarantine.js";
import { BoundedCache } from "./bounded-cache.js";
import { quarantineContext } from "./contexts.js";
import { quarantineAad, quarantineInfo, type SealedRecordId } from "./quarantine-bytes.js";

/** What one context seals before another takes its place, and how long it is held: as with DEKs (dek-sealer.ts). */
const MAX_RECORDS = 1000;
const MAX_AGE = 10 * 60_000;

/** Seals refused records to their site's key of the day. Only public halves are used, so who only writes can do it. */
export interface QuarantineSealer {
  /**
   * The KEK of a site and day (`YYYY-MM-DD`), made if there is none; null where this process cannot make one.
   *
   * @throws {CatalogError}
   */
  kek(site: string, day: string): Promise<QuarantineKek | null>;
  /** @returns `enc` 32 ‖ seq 4 ‖ ciphertext. */
  seal(plaintext: Buffer, record: SealedRecordId, kek: QuarantineKek): Buffer;
}

export interface QuarantineSealerOptions {
  readonly catalog: Pick<QuarantineCatalog, "quarantineKeks" | "addQuarantineKek">;
  readonly keyring: Pick<Keyring, "wrap">;
  readonly now?: () => number;
}

export function createQuarantineSealer({
  catalog,
  keyring,
  now = Date.now,
}: QuarantineSealerOptions): QuarantineSealer {
  /** By site: two days are in use at once around midnight UTC, no more. */
  const keks = new Map<string, { readonly day: string; readonly kek: Promise<QuarantineKek | null> }>();
  const contexts = new BoundedCache<SenderContext>({
    limit: 1000,
    age: MAX_AGE,
    onDrop: (context) => context.destroy(),
    now,
  });

  async function find(site: string, day: string): Promise<QuarantineKek | null> {
    const stored = (await catalog.quarantineKeks(site)).find((kek) => kek.day === day);
    try {
      // Another process may add one in between: the catalog's answer names the one that counts.
      return stored ?? (await catalog.addQuarantineKek(await make(site, day)));
    } catch (error) {
      // What was refused is answered all the same, and not kept.
      if (error instanceof KeyringError) return null;
      throw error;
    }
  }

  async function make(site: string, day: string): Promise<QuarantineKek> {
    const id = randomBytes(16).toString("base64url");
    const { privateKey, publicKey } = generateKeyPair();
    const secret = exportPrivateKey(privateKey);
    try {
      const wrapped = await keyring.wrap(secret, quarantineContext({ id, site, day }));
      return { id, site, day, publicKey, wrapped, created: now() };
    } finally {
      secret.fill(0);
    }
  }

  return {
    kek(site, day) {
      const held = keks.get(site);
      if (held?.day === day) return held.kek;
      const kek = find(site, day);
      const entry = { day, kek };
      keks.set(site, entry);
      const forget = () => keks.get(site) === entry && keks.delete(site);
      kek.then((found) => found === null && forget(), forget);
      return kek;
    },

    seal(plaintext, record, kek) {
      let context = contexts.get(kek.id);
      if (context === undefined || context.seq >= MAX_RECORDS) {
        context = setupBaseS(kek.publicKey, quarantineInfo(kek));
        contexts.set(kek.id, context);
      }
      const seq = Buffer.alloc(4);
      seq.writeUInt32BE(context.seq);
      return Buffer.concat([context.enc, seq, context.seal(plaintext, quarantineAad(record))]);
    },
  };
}
