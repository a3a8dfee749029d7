import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type Sqlite from "better-sqlite3-multiple-ciphers";
import { composeCatalog } from "../catalog/compose-catalog.js";
import { openDatabase } from "../catalog/sqlite/open-database.js";
import { sqliteDialect } from "../catalog/sqlite/sqlite-dialect.js";
import type { Catalog } from "../ports/catalog.js";
import { SAMPLE_TIME, sampleBytes, sampleDek, sampleKek, sampleRequest } from "../ports/catalog-samples.contract.js";

let directory: string;
let db: Sqlite.Database;
let catalog: Catalog;
/** Statements since it was emptied. */
let statements: string[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ws-writes-"));
  const path = join(directory, "catalog.db");
  db = openDatabase({ path, key: randomBytes(32), create: true });
  const dialect = sqliteDialect(db, path);
  const prepare = db.prepare.bind(db);
  statements = [];
  // Every statement passes here when it is first used, and each use of it is counted.
  db.prepare = ((text: string) => {
    const statement = prepare(text);
    for (const use of ["run", "all", "get"] as const) {
      const real: (...args: unknown[]) => unknown = statement[use].bind(statement);
      Object.assign(statement, { [use]: (...args: unknown[]) => (statements.push(text), real(...args)) });
    }
    return statement;
  }) as typeof db.prepare;
  catalog = await composeCatalog(dialect, { create: true, now: () => SAMPLE_TIME });
  await catalog.addKek(sampleKek());
});
afterEach(async () => {
  await catalog.close();
  rmSync(directory, { recursive: true });
});

/** Stores so many events of a subject, as the drain leaves them once they have settled. */
async function live(subject: string, events: number, drained = true): Promise<void> {
  const deks = [sampleDek(sampleBytes(subject, 16), { id: `dek of ${subject}` })];
  const index = { class: "email", value: sampleBytes(`email of ${subject}`, 32), level: "confidential" } as const;
  for (let from = 0; from < events; from += 500) {
    const seqs = Array.from({ length: Math.min(500, events - from) }, (_, n) => from + n);
    const request = sampleRequest(seqs, { subject, stream: subject, deks });
    await catalog.commit({ ...request, events: request.events.map((event) => ({ ...event, indexes: [index] })) });
  }
  if (!drained) return;
  for (let block = await catalog.next(5_000); block !== null; block = await catalog.next(5_000)) {
    await catalog.drained(block.id, SAMPLE_TIME);
  }
  await catalog.settle(SAMPLE_TIME + 1);
}

interface Cost {
  readonly statements: readonly string[];
  readonly rows: number;
  /** Pages that the log has from it, and that are written back before the answer. */
  readonly pages: number;
}

/** What erasing a subject costs the catalog. */
async function erase(subject: string): Promise<Cost> {
  db.pragma("wal_checkpoint(truncate)");
  statements = [];
  const changes = () => (db.prepare("select total_changes() as n").get() as { n: number }).n;
  const before = changes();
  await catalog.erase({
    ...{ id: `erasure of ${subject}`, site: "shop", subject: sampleBytes(subject, 16), at: SAMPLE_TIME },
    ...{ by: { kind: "operator", id: "local" }, lookup: null },
  });
  const rows = changes() - before;
  const [{ log: pages }] = db.pragma("wal_checkpoint(passive)") as [{ log: number }];
  return { statements: statements.filter((text) => !text.includes("total_changes")), rows, pages };
}

it("takes the same statements and writes the same rows for 10 events as for 10,000", { timeout: 60_000 }, async () => {
  await live("ten", 10);
  await live("ten thousand", 10_000);
  await live("another", 10);
  const few = await erase("ten");
  const many = await erase("ten thousand");
  console.log(
    `an erasure: ${many.statements.length} statements, ${many.rows} rows written, for 10 and for 10,000 events; ` +
      `pages ${few.pages} and ${many.pages}`,
  );
  expect(many.statements).toEqual(few.statements);
  expect(many.rows).toBe(few.rows);
  // Mapping, DEK and its bytes, its KEK's count, blind index, the record of the erasure.
  expect(few.rows).toBe(6);
  // Which rows share a page is chance.
  expect(Math.abs(many.pages - few.pages)).toBeLessThanOrEqual(4);
  expect(await catalog.deks(["dek of another"])).toHaveLength(1);
});

it("negative control: the count sees rows that grow with the events, those that still wait in the spool", async () => {
  await live("few", 10, false);
  const few = await erase("few");
  await live("many", 400, false);
  const many = await erase("many");
  expect(many.pages - few.pages).toBeGreaterThan(4);
  expect(many.statements).toEqual(few.statements);
  expect(many.rows - few.rows).toBe(390);
});
