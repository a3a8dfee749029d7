import { aViewer } from "../../test/a-viewer.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { LEVELS, SEALED_LEVELS } from "@wayseal/protocol";
import type Sqlite from "better-sqlite3-multiple-ciphers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOW } from "../../test/new-site.js";
import { hello, id, sealStream, value, view } from "../../test/seal-stream.js";
import { composeCatalog } from "../catalog/compose-catalog.js";
import { openDatabase } from "../catalog/sqlite/open-database.js";
import { sqliteDialect } from "../catalog/sqlite/sqlite-dialect.js";
import { createHolds, type HoldsOptions } from "../holds/create-holds.js";
import { importPrivateKey } from "../hpke/index.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import { createPipeline, type Pipeline } from "../pipeline/index.js";
import type { StoredEvent } from "../pipeline/states.js";
import type { Catalog, Dek, Kek, RecipientKey } from "../ports/catalog.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import { kekContext } from "./contexts.js";
import { openDek } from "./dek.js";
import { createDekReader, createFieldReader, makeSiteKeys } from "./index.js";
import { makeKek } from "./make-kek.js";
import { monthOf } from "./month.js";
import { refreshKek, type RefreshParts } from "./refresh-kek.js";

const viewer = aViewer();
const keyring = rootKeyring(randomBytes(32), { name: "memory" });
let directory: string;
let db: Sqlite.Database;
let catalog: Catalog;
let recipient: RecipientKey;
let pipeline: Pipeline;
let parts: RefreshParts & HoldsOptions;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ws-refresh-"));
  const path = join(directory, "catalog.db");
  db = openDatabase({ path, key: randomBytes(32), create: true });
  catalog = await composeCatalog(sqliteDialect(db, path), { create: true, now: () => NOW });
  const keys = await makeSiteKeys(keyring, { site: "shop", now: NOW });
  recipient = keys.recipient;
  await catalog.addSite({ id: "shop", name: "Shop", origins: ["*"], created: NOW }, recipient, keys.signing);
  const deks = createDekReader({ keys: catalog, keyring });
  pipeline = createPipeline({ catalog, keyring, now: () => NOW, openDek: (dek) => deks.open(dek) });
  parts = { catalog, keyring, now: () => NOW };
});
afterEach(async () => {
  await catalog.close();
  rmSync(directory, { recursive: true });
});

async function send(visitor = id()): Promise<void> {
  const body = sealStream(recipient, "shop", [hello({ visitor }), view, value]).envelope();
  expect(await pipeline.receive(body, { received: NOW, origin: undefined })).toMatchObject({ stored: 3, rejected: [] });
}

async function rows(): Promise<readonly StoredEvent[]> {
  for (let block = await catalog.next(100_000); block !== null; block = await catalog.next(100_000)) {
    await catalog.drained(block.id, NOW);
  }
  const blocks = await catalog.unsettled();
  return (await Promise.all(blocks.map(({ id }) => catalog.read(id)))).flatMap(({ rows }) => rows);
}

const erase = (subject: Buffer) =>
  catalog.erase({
    ...{ id: subject.toString("hex"), site: "shop", subject, at: NOW, lookup: null },
    by: { kind: "operator", id: "local" },
  });

/** Its DEKs are under a hold KEK from then on. */
async function holdAndRelease(subject: Buffer): Promise<void> {
  const by = { kind: "operator", id: "local" } as const;
  const holds = createHolds(parts);
  const { id } = await holds.add({ site: "shop", subject, reason: "File 7", by });
  await holds.release(id, by);
}

/** How many sealed values of these rows can be read, and how many there are. */
async function read(stored: readonly StoredEvent[], reader = createFieldReader({ keys: catalog, keyring })) {
  const fields = (await reader.read(viewer, stored)).flat();
  return [
    fields.filter(({ state }) => state === "shown").length,
    fields.filter(({ state }) => state !== "removed").length,
  ];
}

async function refreshAll(): Promise<number> {
  let moved = 0;
  for (const { id, destroyed } of await catalog.keks()) {
    if (destroyed === 0) continue;
    for (let step = await refreshKek(id, parts); ; step = await refreshKek(id, parts)) {
      moved += step.moved;
      if (step.done) break;
    }
  }
  return moved;
}

/**
 * What somebody can open who has copies of sealed DEKs from before, and everything that is left now: the root key, each
 * KEK that the catalog holds, and whatever lies anywhere in the pages of its file that begins like a wrapped key.
 */
async function opens(copies: readonly Dek[], keks: readonly Kek[]): Promise<number> {
  const pages = db.serialize();
  const { id } = await keyring.describe();
  const head = Buffer.concat([Buffer.of(1), Buffer.from(id, "base64url")]);
  const wrapped: Buffer[] = [];
  for (let at = pages.indexOf(head); at >= 0; at = pages.indexOf(head, at + 1)) {
    wrapped.push(pages.subarray(at, at + 69));
  }
  expect(wrapped.length).toBeGreaterThan(0);
  let opened = 0;
  for (const dek of copies) {
    const kek = keks.find((one) => one.id === dek.kek) as Kek;
    for (const bytes of wrapped) {
      const secret = await keyring.unwrap(bytes, kekContext(kek)).catch(() => null);
      if (secret === null) continue;
      try {
        openDek(dek, { privateKey: importPrivateKey(secret), publicKey: kek.publicKey });
        opened++;
        break;
      } catch {
        continue;
      }
    }
  }
  return opened;
}

describe("refreshing a KEK", () => {
  it.each([
    ["opens nothing with an old copy of an erased subject's DEKs", { refreshed: true, held: false }],
    ["nor with one from before a legal hold, which moved them to another KEK", { refreshed: true, held: true }],
    ["negative control: without it an old copy and the root key open them", { refreshed: false, held: false }],
    ["negative control: the same after a hold", { refreshed: false, held: true }],
  ])("%s", async (_, { refreshed, held }) => {
    for (let n = 0; n < 30; n++) await send();
    const stored = await rows();
    const before = await catalog.keks();
    const subjects = [...new Map(stored.map(({ subject }) => [subject.toString("hex"), subject])).values()];
    const erased = subjects.slice(0, 5);
    const copies = (await Promise.all(before.map(({ id }) => catalog.deksUnder(id, 1000))))
      .flat()
      .filter((dek) => erased.some((subject) => subject.equals(dek.subject)));
    expect(copies.length).toBeGreaterThanOrEqual(5);
    for (const subject of erased) {
      if (held) await holdAndRelease(subject);
      await erase(subject);
    }
    await catalog.scrub();
    if (refreshed) expect(await refreshAll()).toBeGreaterThanOrEqual(25);
    expect(await opens(copies, before)).toBe(refreshed ? 0 : copies.length);
    // Nobody else lost anything.
    const left = await rows();
    const [shown, all] = await read(left);
    expect(shown).toBe(all);
    expect(shown).toBeGreaterThan(25);
    if (!refreshed) return;
    expect((await catalog.keks()).every(({ destroyed }) => destroyed === 0)).toBe(true);
    const bytes = db.serialize();
    for (const { wrapped } of before.filter(
      ({ destroyed, id }) => destroyed > 0 || copies.some(({ kek }) => kek === id),
    )) {
      expect(bytes.includes(wrapped.subarray(9, 33))).toBe(false);
    }
    for (const { sealed } of copies) expect(bytes.includes(sealed.subarray(36, 68))).toBe(false);
  });

  it("keeps ids and bytes of DEKs: a reader that had them before reads on, and writers go on with them", async () => {
    const visitor = id();
    await send(visitor);
    const stored = await rows();
    const reader = createFieldReader({ keys: catalog, keyring });
    const before = await read(stored, reader);
    expect(before[0]).toBe(before[1]);
    for (const { id } of await catalog.keks()) while (!(await refreshKek(id, parts)).done);
    expect(await read(stored, reader)).toEqual(before);
    const counts = () => catalog.dekCounts().then((counts) => [...counts.values()].reduce((sum, n) => sum + n, 0));
    const deks = await counts();
    await send(visitor);
    expect(await counts()).toBe(deks);
    expect((await read(await rows(), reader))[0]).toBe(before[0]! * 2);
  });

  it("goes on while events come, are read and are erased: none is lost, and none unreadable at any moment", async () => {
    const visitors = Array.from({ length: 12 }, id);
    for (const visitor of visitors) await send(visitor);
    const reader = createFieldReader({ keys: catalog, keyring });
    /** Requests come in turns of their own. */
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    /** Faster, and a request would meet more new generations than it makes attempts, and be told to come again. */
    const pause = async () => {
      for (let n = 0; n < 4; n++) await turn();
    };
    let done = false;
    let sent = visitors.length;
    let reads = 0;
    const gone = new Set<string>();
    const feed = async () => {
      while (!done) {
        if (sent < 200) await send(visitors[sent++ % visitors.length]);
        await pause();
      }
    };
    const look = async () => {
      while (!done) {
        await turn();
        const living = (await rows()).slice(-90);
        // An erasure between the two look-ups is no loss.
        const erased = gone.size;
        const fields = await reader.read(viewer, living);
        if (gone.size !== erased) continue;
        const lost = living.filter(
          (row, n) => !gone.has(row.subject.toString("hex")) && fields[n]!.some(({ state }) => state === "unreadable"),
        );
        expect(lost).toEqual([]);
        reads++;
      }
    };
    const churn = async () => {
      for (let round = 0; round < 4; round++) {
        const living = (await rows()).find(({ subject }) => !gone.has(subject.toString("hex")));
        if (living !== undefined) {
          gone.add(living.subject.toString("hex"));
          await erase(living.subject);
        }
        if (round % 2 === 1) {
          for (const level of SEALED_LEVELS) {
            await pause();
            await catalog.nextKek(await makeKek(keyring, { site: "shop", level, month: monthOf(NOW), now: NOW }));
          }
        }
        for (const { id } of await catalog.keks()) while (!(await refreshKek(id, parts)).done) await pause();
      }
    };
    await Promise.all([feed(), feed(), look(), churn().finally(() => (done = true))]);
    const [shown, all] = await read(await rows());
    console.log(
      `4 refreshes and 2 new generations during ${sent} envelopes, ${reads} readings; ${shown} of ${all} values read`,
    );
    expect(reads).toBeGreaterThan(0);
    expect(shown).toBe(all);
    for (const subject of gone) {
      expect(await catalog.usableDek("shop", Buffer.from(subject, "hex"), "confidential", monthOf(NOW))).toBeNull();
    }
  });

  it("makes new DEKs, and so writes new events, under a generation that was made on demand", async () => {
    const visitor = id();
    await send(visitor);
    const [old] = (await catalog.keks()).filter(({ level }) => level === "confidential");
    const before = await catalog.dekCounts();
    await catalog.nextKek(
      await makeKek(keyring, { site: "shop", level: "confidential", month: monthOf(NOW), now: NOW }),
    );
    await send(visitor);
    const [, next] = (await catalog.keks()).filter(({ level }) => level === "confidential");
    const after = await catalog.dekCounts();
    expect(after.get(old!.id)).toBe(before.get(old!.id));
    expect(after.get(next!.id)).toBe(1);
    const [shown, all] = await read(await rows());
    expect(shown).toBe(all);
  });

  it("changes nothing where this process cannot unwrap the KEK", async () => {
    await send();
    const refuse = () => Promise.reject(new KeyringError("not-held", "This process holds no key for internal data"));
    const held: Pick<Keyring, "wrap" | "unwrap"> = { wrap: keyring.wrap, unwrap: refuse };
    const before = await catalog.keks();
    await expect(refreshKek(before[0]!.id, { ...parts, keyring: held })).rejects.toMatchObject({ fault: "not-held" });
    expect(await catalog.keks()).toEqual(before);
  });

  it("leaves a DEK that does not open, and its KEK, as they are", async () => {
    await send();
    const kek = (await catalog.keks()).find(({ level }) => LEVELS[level] === 2) as Kek;
    const [dek] = (await catalog.deksUnder(kek.id, 1)) as [Dek];
    await catalog.reseal([{ id: dek.id, from: kek.id, to: kek.id, sealed: Buffer.alloc(dek.sealed.length, 7) }]);
    await expect(refreshKek(kek.id, parts)).rejects.toMatchObject({ name: "CatalogError", fault: "damaged" });
    expect(await catalog.kek(kek.id)).toMatchObject({ wrapped: kek.wrapped });
    expect(await catalog.deks([dek.id])).toHaveLength(1);
  });
});
