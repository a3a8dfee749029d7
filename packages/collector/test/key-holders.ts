import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { exportPrivateKey, generateKeyPair, setupBaseR, setupBaseS } from "../src/hpke/index.js";
import { createBlindIndexes } from "../src/keys/blind-indexes.js";
import { levelContext } from "../src/keys/contexts.js";
import { createDekReader } from "../src/keys/dek-reader.js";
import { createDekSealer } from "../src/keys/dek-sealer.js";
import { createKeySets } from "../src/keys/key-sets.js";
import { makeKek } from "../src/keys/make-kek.js";
import { createQuarantineSealer } from "../src/keys/quarantine-sealer.js";
import { createSubjectKeys } from "../src/keys/subject-keys.js";
import { createValueHashes } from "../src/keys/value-hashes.js";
import { levelKeyring } from "../src/keyring/level-keyring.js";
import { openSites } from "../src/pipeline/sites.js";
import type { StreamContext } from "../src/pipeline/states.js";
import type { Keyring } from "../src/ports/keyring.js";
import { openStreams } from "../src/streams/open-streams.js";
import type { MemoryCatalog } from "./memory-catalog.js";

const MINUTE = 60_000;
const MONTH = "2026-11";
const SUBJECT = Buffer.alloc(16, 7);

export interface KeyStand {
  readonly catalog: MemoryCatalog;
  readonly keyring: Keyring;
  /** Counts what is unwrapped. */
  readonly counted: Keyring;
  /** Key agreements of HPKE so far. */
  readonly agreements: () => number;
}

export interface Using {
  use(): unknown;
  /** How often the key was unwrapped or made so far, where not `counted` says. */
  opened?(): number;
}

/** A part of the collector that holds keys, and its bounds. */
export interface KeyHolder {
  readonly age: number;
  /** @default 100,000 */
  readonly uses?: number;
  /** What it holds lies in OpenSSL's memory, which JavaScript does not reach. */
  readonly opaque?: true;
  /** Uses are made one by one: the holder counts them by itself. */
  readonly counts?: true;
  make(stand: KeyStand): Promise<Using>;
}

/** A DEK of `SUBJECT`, sealed to a KEK that the catalog holds. */
async function sealedDek({ catalog, keyring }: KeyStand) {
  const kek = await catalog.addKek(await makeKek(keyring, { site: "shop", level: "internal", month: MONTH, now: 0 }));
  const identity = { id: randomBytes(16).toString("base64url"), kek: kek.id, site: "shop", subject: SUBJECT };
  const sealer = createDekSealer();
  const dek = sealer.seal(randomBytes(32), { ...identity, level: "internal", month: MONTH }, kek);
  catalog.deksById.set(dek.id, dek);
  return { dek, kek };
}

async function readDek(stand: KeyStand, limit?: number) {
  const { dek } = await sealedDek(stand);
  const reader = createDekReader({
    keys: stand.catalog,
    keyring: stand.counted,
    ...(limit !== undefined && { limit }),
  });
  return async () => (await reader.open(dek))?.drop();
}

/** All that hold an unwrapped key, or one that they made, for longer than one use. */
export const KEY_HOLDERS: Readonly<Record<string, KeyHolder>> = {
  "a recipient key": {
    ...{ age: 60 * MINUTE, uses: 1_000_000, opaque: true },
    async make({ catalog, counted }) {
      const sites = openSites({ catalog, keyring: counted, now: Date.now });
      return { use: async () => expect((await sites.get("shop", []))?.recipients.size).toBe(1) };
    },
  },
  "a signing key": {
    ...{ age: 60 * MINUTE, opaque: true },
    async make({ catalog, counted }) {
      const keySets = createKeySets({ sites: catalog, keyring: counted });
      return {
        use() {
          // A set that is held needs no key.
          const signing = catalog.signings[0]!;
          catalog.signings[0] = { ...signing, version: signing.version + 1 };
          return keySets.get("shop");
        },
      };
    },
  },
  "a level's key": {
    ...{ age: 10 * MINUTE, opaque: true },
    async make({ keyring, counted }) {
      const { privateKey, publicKey } = generateKeyPair();
      const id = { id: randomBytes(8).toString("base64url"), level: "restricted" as const };
      const wrapped = await keyring.wrap(exportPrivateKey(privateKey), levelContext(id));
      const key = { ...id, publicKey, wrapped, root: "", created: 0, state: "current" as const };
      const levels = levelKeyring({
        ...{ base: keyring, own: { restricted: counted }, max: "restricted" },
        catalog: { levelKeys: async () => [key] },
      });
      const sealed = await levels.wrap(Buffer.alloc(32, 1), { level: "restricted" });
      return { use: () => levels.unwrap(sealed, { level: "restricted" }) };
    },
  },
  "a KEK's private half": {
    ...{ age: 10 * MINUTE, opaque: true },
    make: async (stand) => ({ use: await readDek(stand, 0) }),
  },
  "a DEK to read": {
    age: 10 * MINUTE,
    async make(stand) {
      const use = await readDek(stand);
      const before = stand.agreements();
      return { use, opened: () => stand.agreements() - before };
    },
  },
  "a DEK to write": {
    age: 60 * MINUTE,
    async make({ catalog, keyring }) {
      const kek = await catalog.addKek(
        await makeKek(keyring, { site: "shop", level: "internal", month: MONTH, now: 0 }),
      );
      let opened = 0;
      const subjects = createSubjectKeys({
        catalog,
        keks: { use: async () => kek, forget: () => undefined },
        sealer: { seal: (_, identity) => (opened++, { ...identity, sealed: Buffer.alloc(84) }) },
      });
      const visitor = randomBytes(32);
      return {
        use: async () => (await subjects.dek(await subjects.subject("shop", visitor), "internal", MONTH)).id,
        opened: () => opened,
      };
    },
  },
  "what seals DEKs": {
    ...{ age: 10 * MINUTE, uses: 1000, counts: true },
    async make(stand) {
      const { dek, kek } = await sealedDek(stand);
      const sealer = createDekSealer();
      const before = stand.agreements();
      return { use: () => sealer.seal(Buffer.alloc(32), dek, kek), opened: () => stand.agreements() - before };
    },
  },
  "what seals refused records": {
    ...{ age: 10 * MINUTE, uses: 1000, counts: true },
    async make(stand) {
      const sealer = createQuarantineSealer(stand);
      const kek = (await sealer.kek("shop", "2026-11-27"))!;
      const record = { site: "shop", stream: Buffer.alloc(16), seq: 0 };
      const before = stand.agreements();
      return { use: () => sealer.seal(Buffer.alloc(8), record, kek), opened: () => stand.agreements() - before };
    },
  },
  "a blind index's key": {
    age: 10 * MINUTE,
    async make({ catalog, counted }) {
      const indexes = createBlindIndexes({ catalog, keyring: counted });
      const mac = await createBlindIndexes({ catalog, keyring: counted }).of("shop", "email", "x");
      return { use: async () => expect(await indexes.of("shop", "email", "x")).toEqual(mac) };
    },
  },
  "a site's key for hashes": {
    age: 10 * MINUTE,
    async make({ catalog, counted }) {
      const hashes = createValueHashes({ catalog, keyring: counted });
      return {
        async use() {
          if (hashes.of("shop", "email", "x") === null) await hashes.open("shop");
        },
      };
    },
  },
  "an open stream": {
    age: 60 * MINUTE,
    async make() {
      const pair = generateKeyPair();
      const { enc } = setupBaseS(pair.publicKey, Buffer.alloc(0));
      const streams = openStreams(10);
      let opened = 0;
      return {
        use() {
          if (streams.get("x") !== undefined) return;
          opened++;
          const recipient = setupBaseR(enc, pair, Buffer.alloc(0));
          const context = { site: "shop" } as StreamContext;
          streams.set("x", { context, recipient, hello: Buffer.alloc(1), helloStored: false });
        },
        opened: () => opened,
      };
    },
  },
};
