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
import { MIGRATIONS } from "./index.js";
import { kekGenerations } from "./kek-generations.js";

const key = Buffer.alloc(32, 7);

it("keeps every KEK and DEK, counts what was destroyed, and leaves no wrapped KEK where it was", async () => {
  const directory = mkdtempSync(join(tmpdir(), "ws-migrate-"));
  const path = join(directory, "catalog.db");
  try {
    const db = openDatabase({ path, key, create: true });
    const dialect = sqliteDialect(db, path);
    const kysely = new Kysely<Tables>({ dialect: dialect.kysely });
    const before = MIGRATIONS.indexOf(kekGenerations);
    for (const step of MIGRATIONS.slice(0, before)) await step(kysely, dialect);
    db.exec("create table meta (one integer primary key, version, created, opened, checked)");
    db.prepare("insert into meta values (1, ?, 0, 0, 0)").run(before);
    const kek = db.prepare("insert into kek values (?, 'shop', ?, '2026-11', x'00', ?, 5)");
    for (const n of [1, 2]) kek.run(`kek-${n}`, n, bytes(`wrapped ${n}`, 69));
    const place = db.prepare("insert into key_bytes (bytes) values (?) returning id").pluck();
    const dek = db.prepare("insert into dek values (?, ?, 'shop', ?, ?, '2026-11', ?)");
    for (let n = 0; n < 400; n++) {
      dek.run(`dek-${n}`, `kek-${1 + (n % 2)}`, bytes(`s ${n}`, 16), 1 + (n % 2), place.get(bytes(`sealed ${n}`, 84)));
    }
    const erasure = db.prepare(
      "insert into erasure values (?, 'shop', ?, 5, 'operator', 'local', ?, 1, 0, 0, '', 0, 0, 0)",
    );
    for (const n of [1, 2, 3])
      erasure.run(`e ${n}`, bytes(`gone ${n}`, 16), JSON.stringify([{ id: "x", kek: "kek-2" }]));
    await dialect.close();

    const catalog = await openSqliteCatalog({ path, key });
    expect(await catalog.keks()).toMatchObject(
      [1, 2].map((n) => ({
        ...{ id: `kek-${n}`, wrapped: bytes(`wrapped ${n}`, 69), generation: 1, state: "current", successor: null },
        ...{ used: null, destroyed: n === 2 ? 3 : 0, created: 5 },
      })),
    );
    const found = await catalog.deks(Array.from({ length: 400 }, (_, n) => `dek-${n}`));
    expect(found.map(({ sealed }) => sealed)).toEqual(Array.from({ length: 400 }, (_, n) => bytes(`sealed ${n}`, 84)));
    expect(found.every(({ kek }, n) => kek === `kek-${1 + (n % 2)}`)).toBe(true);
    expect(await catalog.destroyKek("kek-1", { at: 6, why: "test", withDeks: true })).toBe(true);
    await catalog.scrub();
    await catalog.close();
    const last = openDatabase({ path, key, create: false });
    const pages = last.serialize();
    expect(pages.includes(bytes("wrapped 1", 69).subarray(0, 16))).toBe(false);
    // The search finds what is there, and once only: the old table has left no copy.
    const at = pages.indexOf(bytes("wrapped 2", 69).subarray(0, 16));
    expect(at).toBeGreaterThan(0);
    expect(pages.indexOf(bytes("wrapped 2", 69).subarray(0, 16), at + 1)).toBe(-1);
    last.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
