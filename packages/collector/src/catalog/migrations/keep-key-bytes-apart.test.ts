import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely } from "kysely";
import { expect, it } from "vitest";
import { sampleBytes as bytes } from "../../ports/catalog-samples.contract.js";
import { openSqliteCatalog } from "../index.js";
import { openDatabase } from "../sqlite/open-database.js";
import { sqliteDialect } from "../sqlite/sqlite-dialect.js";
import type { Tables } from "../tables.js";
import { firstTables } from "./first-tables.js";

const key = Buffer.alloc(32, 7);

it("keeps every DEK of a catalog of version 1, and adds to them", async () => {
  const directory = mkdtempSync(join(tmpdir(), "ws-migrate-"));
  const path = join(directory, "catalog.db");
  try {
    const db = openDatabase({ path, key, create: true });
    const dialect = sqliteDialect(db, path);
    await firstTables(new Kysely<Tables>({ dialect: dialect.kysely }), dialect);
    db.exec("create table meta (one integer primary key, version, created, opened, checked)");
    db.exec("insert into meta values (1, 1, 0, 0, 0)");
    const text = "insert into kek values ('kek-1', 'shop', 2, '2026-11', x'00', x'01', 5)";
    db.exec(text);
    const insert = db.prepare("insert into dek values (?, 'kek-1', 'shop', ?, 2, '2026-11', ?)");
    for (let n = 0; n < 500; n++) insert.run(`dek-${n}`, bytes(`subject ${n}`, 16), bytes(`sealed ${n}`, 84));
    await dialect.close();

    const catalog = await openSqliteCatalog({ path, key });
    const found = await catalog.deks(Array.from({ length: 500 }, (_, n) => `dek-${n}`));
    expect(found.map(({ sealed }) => sealed)).toEqual(Array.from({ length: 500 }, (_, n) => bytes(`sealed ${n}`, 84)));
    expect(await catalog.usableDek("shop", bytes("subject 7", 16), "confidential", "2026-11")).toMatchObject({
      id: "dek-7",
      sealed: bytes("sealed 7", 84),
    });
    await catalog.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
