import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BackupKind, CopiedMoment, TablePage } from "../ports/backups.js";
import type { Catalog } from "../ports/catalog.js";
import {
  SAMPLE_TIME,
  sampleBytes,
  sampleDek,
  sampleKek,
  samplePerson,
  sampleRecipient,
  sampleRequest,
  sampleSigning,
  sampleSite,
} from "../ports/catalog-samples.contract.js";
import { BACKUP_PART, tablesOf } from "./backup-parts.js";
import { loadSqliteCatalog, openSqliteCatalog, verifySqliteCatalog } from "./index.js";
import { openDatabase } from "./sqlite/open-database.js";
import { sqliteDialect } from "./sqlite/sqlite-dialect.js";
import type { Tables } from "./tables.js";

const key = sampleBytes("catalog key", 32);
let folder: string;
let catalog: Catalog;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wayseal-copy-"));
  catalog = await openSqliteCatalog({ path: join(folder, "catalog.db"), key, create: true });
  await catalog.addSite(sampleSite(), sampleRecipient(), sampleSigning());
  await catalog.addKek(sampleKek());
  await catalog.addPerson(samplePerson());
});
afterEach(async () => {
  await catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

const commit = (n: number) => {
  const subject = `subject ${n % 40}`;
  const dek = sampleDek(sampleBytes(subject, 16), { id: `dek ${n % 40}` });
  return catalog.commit(sampleRequest([n], { stream: `stream ${n}`, subject, deks: [dek] }));
};

/** Those from `first` up to `end`, in few transactions. */
const commits = (first: number, end: number) =>
  Promise.all(Array.from({ length: end - first }, (_, at) => commit(first + at)));

/** Every row of every table but `neither`, or of those that are named, as text. */
async function contents(path: string, tables = [...tablesOf("data"), ...tablesOf("keys")]): Promise<Contents> {
  const file = openDatabase({ path, key, create: false });
  const db = new Kysely<Tables>({ dialect: sqliteDialect(file, path).kysely });
  const all: Contents = {};
  for (const table of tables) {
    all[table] = (await db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row)).sort();
  }
  file.close();
  return all;
}

type Contents = Record<string, string[]>;

/** Whether bytes stand somewhere in it, in any form that a row is written in. */
function holds(of: unknown, bytes: Buffer): boolean {
  const text = JSON.stringify(of);
  const forms = [JSON.stringify([...bytes]).slice(1, -1), ...(["hex", "base64", "base64url"] as const)];
  return forms.some((form, i) => text.includes(i === 0 ? form : bytes.toString(form as BufferEncoding)));
}

interface Copy extends CopiedMoment {
  readonly pages: readonly TablePage[];
}

async function copy(kind: BackupKind, between: () => Promise<void> = async () => undefined): Promise<Copy> {
  const pages: TablePage[] = [];
  const copying = catalog.copyTables(kind);
  for (;;) {
    const next = await copying.next();
    if (next.done === true) return { ...next.value, pages };
    pages.push(next.value);
    await between();
  }
}

async function restore(...copies: readonly Copy[]): Promise<string> {
  const path = join(folder, `restored-${Math.random()}.db`);
  const load = await loadSqliteCatalog({ path, key });
  for (const { version, pages, sequences } of copies) {
    await load.expect(version);
    for (const page of pages) await load.load(page);
    await load.continueFrom(sequences);
  }
  const sums = await load.compare();
  await load.finish();
  await load.close();
  for (const { tables } of copies) {
    for (const [table, rows] of Object.entries(tables))
      expect([table, sums.get(table)?.rows ?? 0]).toEqual([table, rows]);
  }
  verifySqliteCatalog({ path, key });
  return path;
}

describe("a copy of the catalog's tables", () => {
  it("puts every table into the data backup, the key backup or neither, and none into two", async () => {
    await catalog.close();
    const file = openDatabase({ path: join(folder, "catalog.db"), key, create: false });
    const found = file.prepare("select name from sqlite_schema where type = 'table'").pluck().all() as string[];
    file.close();
    const tables = found.filter((name) => !name.startsWith("sqlite_"));
    expect(Object.keys(BACKUP_PART).sort()).toEqual(tables.sort());
  });

  it("puts no column that a key, a mapping or a person could stand in into the data backup", async () => {
    await catalog.close();
    const file = openDatabase({ path: join(folder, "catalog.db"), key, create: false });
    const columns = tablesOf("data").flatMap((table) =>
      (file.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => `${table}.${name}`),
    );
    file.close();
    // A column that is new in a data table is looked at by whoever adds it here.
    expect(columns.filter((name) => /wrapped|sealed|key|bytes|visitor|value|email|secret|hash/.test(name))).toEqual([
      "counter.value",
    ]);
  });

  it("holds nothing of the quarantine: no record, no key of it, though they come while it is made", async () => {
    const kek = (day: string) => ({
      ...{ id: `kek of ${day}`, site: "shop", day, created: SAMPLE_TIME },
      ...{ publicKey: sampleBytes(`public ${day}`, 32), wrapped: sampleBytes(`wrapped ${day}`, 60) },
    });
    const setAside = (seq: number, day: string) => ({
      ...sampleRequest([]),
      setAside: [
        {
          ...{ site: "shop", stream: sampleBytes("refused", 16), seq, visitor: null, reason: "shape", detail: null },
          ...{ type: null, received: SAMPLE_TIME, kek: `kek of ${day}`, sealed: sampleBytes(`sealed ${day}`, 200) },
        },
      ],
    });
    await commits(0, 60);
    await catalog.addQuarantineKek(kek("2026-11-23"));
    await catalog.commit(setAside(1, "2026-11-23"));
    let came = false;
    const during = async () => {
      if (came) return;
      came = true;
      await catalog.addQuarantineKek(kek("2026-11-24"));
      await catalog.commit(setAside(2, "2026-11-24"));
    };
    const copies = [await copy("data", during), await copy("keys")];
    expect(came).toBe(true);
    await catalog.close();
    const there = await contents(join(folder, "catalog.db"), ["quarantine", "quarantine_kek", "quarantine_bytes"]);
    for (const day of ["2026-11-23", "2026-11-24"]) {
      for (const bytes of [sampleBytes(`sealed ${day}`, 200), sampleBytes(`wrapped ${day}`, 60)]) {
        expect([day, holds(copies, bytes)]).toEqual([day, false]);
        // Control: it is in the catalog, and the scan finds it there.
        expect([day, holds(there, bytes)]).toEqual([day, true]);
      }
      expect(JSON.stringify(copies).includes(`kek of ${day}`)).toBe(false);
    }
    // Control: what belongs into a backup is found in it by the same scan.
    expect(holds(copies, sampleKek().wrapped)).toBe(true);
  });

  it("comes out row by row as the catalog is, and goes on counting where that stands", async () => {
    await commits(0, 60);
    const block = await catalog.next(25);
    await catalog.drained(block!.id, 1);
    await catalog.settle(2);
    await catalog.beginBackup({ kind: "data", at: 5, place: "/b", expires: null });
    const copies = [await copy("data"), await copy("keys")] as const;
    expect(copies[0].block).toBe(1);
    await catalog.close();
    const path = await restore(...copies);
    expect(await contents(path)).toEqual(await contents(join(folder, "catalog.db")));
    catalog = await openSqliteCatalog({ path, key });
    expect(await catalog.beginBackup({ kind: "keys", at: 6, place: "/b", expires: null })).toBe(2);
    // A spool whose numbers began anew would hide new events behind the mark of those that are drained.
    for (let drained; (drained = await catalog.next(1000)) !== null;) await catalog.drained(drained.id, 1);
    await catalog.settle(2);
    await commit(500);
    expect((await catalog.next(10))?.rows.map(({ seq }) => seq)).toEqual([500]);
  });

  it("shows one moment, though rows come, change and go while it is made", async () => {
    await commits(0, 400);
    let n = 700;
    const work = async () => {
      await commits(n, (n += 15));
      const block = await catalog.next(200);
      if (block !== null) await catalog.drained(block.id, n);
      await catalog.settle(n - 60);
      const subject = sampleBytes(`subject ${n % 40}`, 16);
      const by = { kind: "operator", id: "local" } as const;
      await catalog
        .erase({ id: `erasure ${n}`, site: "shop", subject, at: n, by, lookup: null })
        .catch(() => undefined);
    };
    const data = await copy("data", work);
    const path = await restore(data);
    const held = await contents(path);
    expect(n).toBeGreaterThan(430);
    // Each stream has one event here: it is in the spool, or in a block up to the one that was drained last, or erased.
    const blocks = held["block"]!.map(
      (row) => JSON.parse(row) as { id: number; rows: number; first: number; last: number },
    );
    const spool = held["spool"]!.map((row) => (JSON.parse(row) as { id: number }).id);
    for (const { first, last, rows } of blocks) {
      expect(spool.filter((id) => id >= first && id <= last)).toHaveLength(rows);
    }
    expect(Math.max(0, ...blocks.map(({ id }) => id))).toBeLessThanOrEqual(data.block + 1);
    const counted = held["loss_day"]!.map((row) => (JSON.parse(row) as { arrived: number }).arrived);
    const arrived = held["stream"]!.map((row) => (JSON.parse(row) as { arrived: number }).arrived);
    expect(counted.reduce((sum, rows) => sum + rows, 0)).toBe(arrived.reduce((sum, rows) => sum + rows, 0));
  });

  it("(control) shows no moment where changed rows are left out", async () => {
    await commits(0, 400);
    let n = 700;
    const data = await copy("data", async () => void (await commit(n++)));
    const first = { ...data, pages: data.pages.filter(({ gone }) => gone.length === 0) };
    await expect(restore(first)).rejects.toThrow();
  });

  it("leaves nothing of itself in the catalog, and lets commits in between its pages", async () => {
    await commits(0, 600);
    let between = 0;
    await copy("data", async () => void (await commit(10_000 + between++)));
    expect(between).toBeGreaterThan(5);
    await catalog.close();
    const file = openDatabase({ path: join(folder, "catalog.db"), key, create: false });
    expect(
      file
        .prepare("select count(*) from sqlite_schema where name like 'note_%' or name like 'changed_%'")
        .pluck()
        .get(),
    ).toBe(0);
    file.close();
  });

  it("is compared with what lies in the file: a row that is altered on the way is found", async () => {
    await commits(0, 10);
    const data = await copy("data");
    const path = join(folder, "bent.db");
    const load = await loadSqliteCatalog({ path, key });
    await load.expect(data.version);
    for (const page of data.pages) await load.load(page);
    await load.load({
      table: "loss_day",
      columns: ["site", "day", "streams", "expected", "arrived"],
      gone: [],
      rows: [],
    });
    const [site, day] = ["shop", "2026-11-23"];
    await load.load({
      table: "loss_day",
      columns: ["site", "day", "streams", "expected", "arrived"],
      gone: [[site, day]],
      rows: [[site, day, 1, 2.5, "7"]],
    });
    // SQLite stores "7" in an integer column as 7: the row that lies there is not the row that was given.
    await expect(load.compare()).rejects.toMatchObject({ fault: "damaged" });
    await load.close();
  });

  it("drops from the spool what waits for a subject that was erased later", async () => {
    await commits(0, 80);
    const data = await copy("data");
    const subject = sampleBytes("subject 7", 16);
    await catalog.erase({
      ...{ id: "e", site: "shop", subject, at: SAMPLE_TIME, lookup: null },
      by: { kind: "operator", id: "local" },
    });
    const keys = await copy("keys");
    await catalog.close();
    catalog = await openSqliteCatalog({ path: await restore(data, keys), key });
    expect(await catalog.dropErased()).toBe(2);
    const block = await catalog.next(1000);
    expect(block!.rows).toHaveLength(78);
    expect(block!.rows.some((row) => row.subject.equals(subject))).toBe(false);
  });
});
