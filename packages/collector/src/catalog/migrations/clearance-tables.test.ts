import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely } from "kysely";
import { expect, it } from "vitest";
import { rightsOf } from "../../clearance/rights-of.js";
import { requirePossible } from "../../clearance/require-possible.js";
import { composeCatalog } from "../compose-catalog.js";
import { openDatabase } from "../sqlite/open-database.js";
import { sqliteDialect } from "../sqlite/sqlite-dialect.js";
import type { Tables } from "../tables.js";
import { clearanceTables } from "./clearance-tables.js";
import { MIGRATIONS } from "./index.js";

it("lets people and tokens do what they could, and gives the one who set the place up its people", async () => {
  const directory = mkdtempSync(join(tmpdir(), "ws-migrate-"));
  try {
    const path = join(directory, "catalog.db");
    const db = openDatabase({ path, key: Buffer.alloc(32, 7), create: true });
    const dialect = sqliteDialect(db, path);
    const kysely = new Kysely<Tables>({ dialect: dialect.kysely });
    const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(clearanceTables));
    for (const step of before) await step(kysely, dialect);
    db.exec("create table meta (one integer primary key, version, created, opened, checked)");
    db.exec(`insert into meta values (1, ${before.length}, 0, 0, 0)`);
    const person = db.prepare(
      "insert into person (id, email, email_key, name, clearance, sites, disabled, created) values (?, ?, ?, ?, ?, ?, ?, ?)",
    );
    const people: readonly [string, number, string | null, number, number][] = [
      ["gone", 3, null, 1, 1],
      ["owner", 3, null, 0, 2],
      ["second", 3, null, 0, 3],
      ["analyst", 2, '["shop"]', 0, 4],
      ["viewer", 1, null, 0, 0],
      ["public", 0, null, 0, 5],
    ];
    for (const [id, clearance, sites, disabled, created] of people) {
      person.run(id, `${id}@x.example`, `${id}@x.example`, id, clearance, sites, disabled, created);
    }
    db.prepare(
      "insert into token (id, hash, name, clearance, sites, created, expires, revoked) values ('t', ?, 't', 2, null, 1, null, 0)",
    ).run(Buffer.alloc(32, 1));

    const catalog = await composeCatalog(dialect, { create: false, now: () => 9 });
    const after = new Map((await catalog.people()).map((one) => [one.id, one]));
    const rights = (id: string) => rightsOf(after.get(id)!);
    // Each route's rule of before, by clearance, and the right that took its place.
    const COULD = [
      ["read-journeys", 0],
      ["query", 0],
      ["export", 0],
      ["look-up", 2],
      ["handle-requests", 2],
      ["erase", 3],
      ["manage-keys", 3],
    ] as const;
    for (const [id, clearance] of people) {
      for (const [right, from] of COULD) expect(rights(id).includes(right), `${id} ${right}`).toBe(clearance >= from);
      requirePossible(after.get(id)!);
      expect(rights(id)).not.toContain("approve-reveals");
      expect(rights(id).includes("manage-people"), id).toBe(id === "owner");
    }
    expect(after.get("analyst")).toMatchObject({
      ...{ clearance: "confidential", sites: ["shop"], jurisdictions: "*", purposes: "*", allow: null },
      deny: { classes: [], fields: [] },
    });
    expect(rightsOf((await catalog.tokens())[0]!)).toEqual(rights("analyst"));
    await catalog.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
