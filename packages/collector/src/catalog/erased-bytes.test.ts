import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Sqlite from "better-sqlite3-multiple-ciphers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Catalog, Dek } from "../ports/catalog.js";
import { SAMPLE_TIME, sampleBytes, sampleDek, sampleKek, sampleRequest } from "../ports/catalog-samples.contract.js";
import { composeCatalog } from "./compose-catalog.js";
import { openDatabase } from "./sqlite/open-database.js";
import { sqliteDialect } from "./sqlite/sqlite-dialect.js";

const SUBJECTS = process.env["WAYSEAL_LONG"] === "1" ? 20_000 : 1_500;
const key = Buffer.alloc(32, 0x5a);
let directory: string;
let path: string;
let db: Sqlite.Database;
let catalog: Catalog;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ws-erased-"));
  path = join(directory, "catalog.db");
  db = openDatabase({ path, key, create: true });
  catalog = await composeCatalog(sqliteDialect(db, path), { create: true, now: () => SAMPLE_TIME });
  await catalog.addKek(sampleKek());
});
afterEach(async () => {
  await catalog.close();
  rmSync(directory, { recursive: true });
});

/** Bytes that are found where they were put and nowhere else, unlike a sample's, whose runs may overlap. */
const distinct = (label: string, length: number) =>
  createHash("shake256", { outputLength: length }).update(label).digest();

/** Two DEKs, whose ids and bytes look as random as real ones: rows of an index by them come in no order. */
function deksOf(n: number): Dek[] {
  return [1, 2].map((which) =>
    sampleDek(sampleBytes(`subject ${n}`, 16), {
      id: distinct(`id ${n} ${which}`, 16).toString("base64url"),
      sealed: distinct(`sealed ${n} ${which}`, 84),
    }),
  );
}

async function fill(): Promise<void> {
  for (let from = 0; from < SUBJECTS; from += 50) {
    const some = Array.from({ length: 50 }, (_, n) => from + n);
    await Promise.all(
      some.map((n) =>
        catalog.commit(sampleRequest([0], { stream: `s ${n}`, subject: `subject ${n}`, deks: deksOf(n) })),
      ),
    );
  }
}

/** Every tenth: enough that pages run empty and are joined with their neighbours. */
const chosen = Array.from({ length: SUBJECTS / 10 }, (_, n) => n * 10);

async function erase(subjects: readonly number[]): Promise<void> {
  for (const n of subjects) {
    await catalog.erase({
      id: `e ${n}`,
      site: "shop",
      subject: sampleBytes(`subject ${n}`, 16),
      at: SAMPLE_TIME,
      by: { kind: "operator", id: "local" },
      lookup: null,
    });
  }
}

/** Every page of a database, free ones and slack included, decrypted: SQLite reads each through its cipher. */
const pages = (of: Sqlite.Database): Buffer => of.serialize();

/** How many of the DEKs of these subjects stand in the bytes: any 16 of theirs in a row give one away. */
function found(bytes: Buffer, subjects: readonly number[]): number {
  const starts = new Map<number, Buffer>();
  for (const { sealed } of subjects.flatMap(deksOf)) {
    for (let at = 0; at + 16 <= sealed.length; at += 16) starts.set(sealed.readInt32LE(at), sealed);
  }
  const hits = new Set<Buffer>();
  for (let at = 0; at + 16 <= bytes.length; at++) {
    const sealed = starts.get(bytes.readInt32LE(at));
    if (sealed?.includes(bytes.subarray(at, at + 16))) hits.add(sealed);
  }
  return hits.size;
}

describe("what is left of erased keys", () => {
  it(
    "is nothing: in no page of the file, free ones and slack included, and not in the log",
    { timeout: 120_000 },
    async () => {
      await fill();
      // The search finds what is there.
      expect(found(pages(db), chosen)).toBe(chosen.length * 2);
      await erase(chosen);
      await catalog.scrub();
      expect(statSync(`${path}-wal`).size).toBe(0);
      const bytes = pages(db);
      const pageCount = bytes.length / 4096;
      const free = db.pragma("freelist_count", { simple: true }) as number;
      console.log(
        `${chosen.length * 2} keys destroyed among ${SUBJECTS * 2}; ${pageCount} pages read, ${free} of them free`,
      );
      expect(found(bytes, chosen)).toBe(0);
      expect(found(bytes, [1, 2, 3, SUBJECTS - 1])).toBe(8);
    },
  );

  it("negative control: without secure_delete and rows of their own they are there", { timeout: 120_000 }, async () => {
    db.pragma("secure_delete = OFF");
    // As the tables were: the bytes in rows that are deleted.
    db.exec("create table before (id text primary key, sealed blob) without rowid");
    const insert = db.prepare("insert into before values (?, ?)");
    for (let n = 0; n < 500; n++) for (const { id, sealed } of deksOf(n)) insert.run(id, sealed);
    const few = chosen.filter((n) => n < 500);
    const remove = db.prepare("delete from before where id = ?");
    for (const { id } of few.flatMap(deksOf)) remove.run(id);
    await catalog.scrub();
    expect(found(pages(db), few)).toBeGreaterThan(few.length);
  });

  it("negative control: without the scrub they are in the log", { timeout: 120_000 }, async () => {
    await catalog.scrub();
    await catalog.commit(sampleRequest([0], { stream: "s 0", subject: "subject 0", deks: deksOf(0) }));
    const before = statSync(`${path}-wal`).size;
    await erase([0]);
    /** What a thief of file, log and catalog key finds who reads the log up to an earlier commit. */
    const stolen = (length: number): number => {
      const copy = join(directory, "stolen.db");
      copyFileSync(path, copy);
      writeFileSync(`${copy}-wal`, readFileSync(`${path}-wal`).subarray(0, length));
      const thief = openDatabase({ path: copy, key, create: false });
      const hits = found(pages(thief), [0]);
      thief.close();
      return hits;
    };
    expect(before).toBeGreaterThan(0);
    expect(stolen(before)).toBe(2);
    await catalog.scrub();
    expect(stolen(before)).toBe(0);
  });
});
