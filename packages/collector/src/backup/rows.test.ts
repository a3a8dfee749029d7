import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storedEvent } from "../../test/stored-event.js";
import { makeBackupKey, parseBackupKey } from "../keyring/backup-key.js";
import type { CopiedMoment, TablePage } from "../ports/backups.js";
import type { EventStore } from "../ports/event-store.js";
import { openChdbStore } from "../store/index.js";
import { type FoundBackup, listBackups } from "./list-backups.js";
import { makeBackup } from "./make-backup.js";
import { restoreRows } from "./restore-rows.js";
import { verifyBackup } from "./verify-backup.js";

const made = makeBackupKey();
const key = parseBackupKey(made.text);
const erased = Buffer.alloc(16, 9);
let folder: string;
let store: EventStore;
let target: EventStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ws-rows-"));
  store = await openChdbStore({ dir: join(folder, "store"), key: Buffer.alloc(32, 1) });
  target = await openChdbStore({ dir: join(folder, "target"), key: Buffer.alloc(32, 2) });
  // Every byte in the sealed columns, two months of receipt, absent counts, and a gap in the blocks' numbers.
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  for (const id of [1, 2, 7, 40_000, 40_001]) {
    const received = Date.UTC(2026, id % 2 === 0 ? 9 : 10, 3, 4, 5, 6, 789);
    const rows = Array.from({ length: 50 }, (_, seq) =>
      storedEvent({
        ...{ seq, received, stream: Buffer.alloc(16, id % 251), internal: all, confidential: Buffer.alloc(seq, 10) },
        ...(seq % 25 === 3 && { subject: erased }),
        columns: { page: "/a\tb\\\n\0", measure: 1 / 3, consent: "granted", generated: false },
      }),
    );
    await store.insert({ id, rows });
  }
}, 120_000);
afterAll(async () => {
  await store.close();
  await target.close();
  rmSync(folder, { recursive: true, force: true });
});

async function backUp(
  number: number,
  block: number,
  base: FoundBackup | null,
  archive = store.archive,
): Promise<FoundBackup> {
  const moment: CopiedMoment = { version: 1, tables: {}, sequences: {}, block };
  await makeBackup({
    ...{ archive, kind: "data", number, install: "A".repeat(22), place: join(folder, "backups"), base, custody: null },
    catalog: {
      async *copyTables() {
        yield* [] as TablePage[];
        return moment;
      },
    },
    keys: [{ id: made.id, publicKey: made.publicKey, created: 0 }],
    scripts: (async function* () {})(),
    now: Date.now,
    onProgress: () => undefined,
  });
  return (await listBackups(join(folder, "backups"))).at(-1)!;
}

const lines = async (from: EventStore) => {
  const { archive } = from;
  const rows = await archive.read(0, 1_000_000, archive.columns);
  return rows.toString("latin1").split("\n").sort();
};

describe("rows of a backup", { timeout: 120_000 }, () => {
  it("come back byte by byte, from one that goes on from another, and up to its block", async () => {
    const first = await backUp(1, 2, null);
    expect(first.manifest.segments.map(({ first, last, rows }) => [first, last, rows])).toEqual([[1, 2, 100]]);
    const second = await backUp(2, 40_000, first);
    expect(second.manifest.segments.map(({ first, last, rows }) => [first, last, rows])).toEqual([
      [1, 2, 100],
      [3, 40_000, 100],
    ]);
    const third = await backUp(3, 40_001, second);
    expect(await restoreRows(target, { data: third, key, erased: [], onStep: () => undefined })).toBe(0);
    expect(await lines(target)).toEqual(await lines(store));
    await target.archive.clear();
  });

  it("do not stay where their subject was erased, and are refused by a store that has some", async () => {
    const [last] = (await listBackups(join(folder, "backups"))).slice(-1);
    const parts = { data: last!, key, erased: [{ site: "shop", subject: erased }], onStep: () => undefined };
    expect(await restoreRows(target, parts)).toBe(10);
    expect((await target.rowsOf("shop", [erased])).get(erased.toString("hex"))).toBe(0);
    expect(await target.archive.count(0, 1_000_000)).toBe(240);
    await expect(restoreRows(target, parts)).rejects.toMatchObject({ fault: "exists" });
    expect(await target.archive.count(0, 1_000_000)).toBe(240);
    await target.archive.clear();
  });

  it("come back from an earlier version, which had fewer columns", async () => {
    const columns = store.archive.columns.filter((column) => column !== "campaign");
    const old = await backUp(4, 40_001, null, { ...store.archive, columns });
    await restoreRows(target, { data: old, key, erased: [], onStep: () => undefined });
    expect(await lines(target)).toEqual(await lines(store));
    await target.archive.clear();
  });

  it("are found to be others than the backup says, on the way in and in verifying", async () => {
    const [last] = (await listBackups(join(folder, "backups"))).slice(-1);
    const [segment] = last!.manifest.segments;
    const months = { ...segment!.months, "202611": { rows: 1, digest: "0".repeat(32) } };
    const manifest = { ...last!.manifest, segments: [{ ...segment!, months }] };
    const parts = { data: { ...last!, manifest }, key, erased: [], onStep: () => undefined };
    await expect(restoreRows(target, parts)).rejects.toMatchObject({ fault: "damaged" });
    expect(await target.archive.count(0, 1_000_000)).toBe(0);
    await expect(verifyBackup({ ...last!, manifest }, key)).rejects.toMatchObject({ fault: "damaged" });
  });

  it("are no backup while it is under way, nor where it fails", async () => {
    const during: string[][] = [];
    let full = false;
    const watching = {
      ...store.archive,
      async read(...range: Parameters<typeof store.archive.read>) {
        during.push((await listBackups(join(folder, "backups"))).map(({ name }) => name));
        if (full) throw new Error("the disk is full");
        return store.archive.read(...range);
      },
    };
    const before = (await listBackups(join(folder, "backups"))).map(({ name }) => name);
    await backUp(8, 40_001, null, watching);
    full = true;
    expect(during).toEqual([before, before]);
    await expect(backUp(9, 40_001, null, watching)).rejects.toThrow("the disk is full");
    expect((await listBackups(join(folder, "backups"))).map(({ name }) => name)).toEqual([...before, "000008-data"]);
  });
});
