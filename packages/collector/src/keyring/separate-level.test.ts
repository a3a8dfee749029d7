import { randomBytes } from "node:crypto";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { SealedLevel } from "@wayseal/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import { quarantinedSite, SHAPELESS } from "../../test/quarantined-site.js";
import { value } from "../../test/seal-stream.js";
import { DAY } from "../../test/site-collector.js";
import { openSqliteCatalog } from "../catalog/index.js";
import { kekContext, levelOfOwnKey, ownKeyContext, QUARANTINE_LEVEL, quarantineContext } from "../keys/contexts.js";
import { createFieldReader } from "../keys/index.js";
import type { StoredEvent } from "../pipeline/states.js";
import type { Catalog } from "../ports/catalog.js";
import type { LevelKey } from "../ports/custody.js";
import type { OwnKey } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import { levelKeyring } from "./level-keyring.js";
import { rootKeyring } from "./root-keyring.js";
import { separateLevel } from "./separate-level.js";

const viewer = aViewer();
const own = rootKeyring(randomBytes(32), { name: "memory" });
const iban = { type: "track", at: 9, name: "paid", properties: { iban: "DE89370400440532013000" } };
const OWN_KEYS: readonly Pick<OwnKey, "purpose" | "site" | "name">[] = [
  { purpose: "receipt", site: "", name: "" },
  { purpose: "audit", site: "", name: "" },
  { purpose: "request", site: "shop", name: "" },
  { purpose: "blind-index", site: "shop", name: "phone" },
  { purpose: "blind-index", site: "shop", name: "hash" },
];
let site: Awaited<ReturnType<typeof quarantinedSite>>;
let rows: readonly StoredEvent[];
let before: Map<string, { level: SealedLevel | null; key: string }>;
let copies = 0;

/** Two months and two days of a site, with a key of each kind. */
beforeAll(async () => {
  site = await quarantinedSite();
  const { catalog, keyring, clock } = site;
  for (const passed of [0, 31 * DAY]) {
    clock.at += passed;
    await site.send([value, iban, SHAPELESS]);
  }
  for (const { purpose, site, name } of OWN_KEYS) {
    const wrapped = await keyring.wrap(randomBytes(32), ownKeyContext({ purpose, site, name }));
    await catalog.addOwnKey({ purpose, site, name, publicKey: Buffer.alloc(0), wrapped, created: clock.at });
  }
  rows = await site.spooled();
  before = await keysIn(catalog, keyring);
  await catalog.close();
});
afterAll(() => site.close());

/** Every key of the catalog as it is without its wrapping, and the level that it is of. */
async function keysIn(catalog: Catalog, keyring: Keyring): Promise<typeof before> {
  const keys = new Map<string, { level: SealedLevel | null; key: string }>();
  for (const { id, level, wrapped, context } of await wrappedIn(catalog)) {
    keys.set(id, { level, key: (await keyring.unwrap(wrapped, context)).toString("hex") });
  }
  return keys;
}

async function wrappedIn(catalog: Catalog) {
  return [
    ...(await catalog.keks()).map((kek) => ({ ...kek, context: kekContext(kek) })),
    ...(await catalog.ownKeys()).map((key) => ({
      id: `${key.purpose} ${key.site} ${key.name}`,
      ...{ level: levelOfOwnKey(key), wrapped: key.wrapped, context: ownKeyContext(key) },
    })),
    ...(await catalog.quarantineKeks()).map((kek) => ({
      ...{ id: kek.id, wrapped: kek.wrapped, level: QUARANTINE_LEVEL, context: quarantineContext(kek) },
    })),
  ];
}

/** The catalog as it was before, by itself. */
async function aCopy(): Promise<() => Promise<Catalog>> {
  const path = join(site.folder, `copy-${copies++}.db`);
  copyFileSync(site.path, path);
  return () => openSqliteCatalog({ path, key: site.key });
}

const unreadable = async (catalog: Catalog, keyring: Keyring) => {
  const fields = (await createFieldReader({ keys: catalog, keyring }).read(viewer, rows)).flat();
  expect(fields.filter(({ state }) => state !== "removed").length).toBeGreaterThanOrEqual(4);
  return fields.filter(({ state }) => state !== "removed" && state !== "shown").length;
};

const WRITES = ["addLevelKey", "noteRoot", "rewrap", "rewrapOwnKey", "rewrapQuarantineKek"] as const;
const CUT = "cut off";

/** A catalog that ends before its n-th write, as a process does that is killed. */
function endsBefore(n: number, catalog: Catalog): Catalog {
  let writes = 0;
  return new Proxy(catalog, {
    get(target, name, self) {
      const does = Reflect.get(target, name, self) as (...args: unknown[]) => Promise<unknown>;
      if (!WRITES.some((write) => write === name)) return does;
      return (...args: unknown[]) => (++writes < n ? does.apply(target, args) : Promise.reject(new Error(CUT)));
    },
  });
}

/** The fault that there could be: keys are sealed to a pair that would be written down last, and never was. */
function pairComesLast(catalog: Catalog): Catalog {
  let pair: LevelKey | undefined;
  const wrong: Partial<Catalog> = {
    addLevelKey: async (key) => void (pair = key),
    levelKeys: async () => (pair === undefined ? [] : [pair]),
  };
  return new Proxy(catalog, { get: (target, name) => Reflect.get(name in wrong ? wrong : target, name) as unknown });
}

/** @returns The catalog after it was cut off before its n-th write, opened as the next process does; null: it has fewer. */
async function cutOff(level: SealedLevel, n: number, over = (catalog: Catalog) => catalog): Promise<Catalog | null> {
  const open = await aCopy();
  const catalog = await open();
  const done = separateLevel(level, {
    ...{ base: site.keyring, own, now: site.now() },
    catalog: over(endsBefore(n, catalog)),
  });
  const cut = await done.then(
    () => false,
    (error: Error) => error.message === CUT || Promise.reject(error),
  );
  await catalog.close();
  return cut ? open() : null;
}

describe("giving a level its own root key", () => {
  it.each<[SealedLevel, number]>([
    ["confidential", 5],
    ["restricted", 5],
  ])("of %s may be cut off at any write, loses nothing, and is finished when called again", async (level, keys) => {
    expect([...before.values()].filter((key) => key.level === level)).toHaveLength(keys);
    const { keyring: base, now } = site;
    const left: number[] = [];
    for (let n = 1, catalog: Catalog | null; (catalog = await cutOff(level, n)) !== null; n++) {
      const cut = `cut off before write ${n}`;
      const keyring = levelKeyring({ base, own: { [level]: own }, max: "restricted", catalog });
      const told: [number, number][] = [];
      const again = () =>
        separateLevel(level, { base, own, catalog, now: now(), onProgress: (...of) => void told.push(of) });
      // As it was left: each key opens.
      expect(await keysIn(catalog, keyring), cut).toEqual(before);
      expect(await unreadable(catalog, keyring), cut).toBe(0);
      left.push(await again());
      expect(told, cut).toEqual(Array.from({ length: left.at(-1)! }, (_, n) => [n + 1, left.at(-1)]));
      expect(await keysIn(catalog, keyring), cut).toEqual(before);
      expect(await unreadable(catalog, keyring), cut).toBe(0);
      // What is of the level is under its root key alone, and nothing else is.
      for (const key of await wrappedIn(catalog)) {
        const common = await base.unwrap(key.wrapped, key.context).catch(() => null);
        expect([key.id, common === null], cut).toEqual([key.id, key.level === level]);
      }
      expect((await catalog.rootNotes()).map(({ id }) => id)).toEqual([(await own.describe()).id]);
      expect([await again(), (await catalog.levelKeys()).length], cut).toEqual([0, 1]);
      await catalog.close();
    }
    // Before its root key's date, before its pair, and before each key: each time something was left to do.
    expect(left).toEqual([keys, keys, ...Array.from({ length: keys }, (_, n) => keys - n)]);
  });

  it("negative control: loses events where the pair is written down after what is sealed to it", async () => {
    const { keyring: base, now } = site;
    const catalog = (await cutOff("restricted", 3, pairComesLast)) as Catalog;
    await separateLevel("restricted", { base, own, catalog, now: now() });
    const keyring = levelKeyring({ base, own: { restricted: own }, max: "restricted", catalog });
    expect(await unreadable(catalog, keyring)).toBe(1);
    await catalog.close();
  });
});
