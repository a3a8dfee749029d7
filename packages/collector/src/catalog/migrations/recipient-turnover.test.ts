import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely } from "kysely";
import { expect, it } from "vitest";
import {
  sampleBytes as bytes,
  sampleRecipient,
  sampleRequest,
  sampleSigning,
} from "../../ports/catalog-samples.contract.js";
import { composeCatalog } from "../compose-catalog.js";
import { openDatabase } from "../sqlite/open-database.js";
import { sqliteDialect } from "../sqlite/sqlite-dialect.js";
import type { Tables } from "../tables.js";
import { MIGRATIONS } from "./index.js";
import { recipientTurnover } from "./recipient-turnover.js";

const key = Buffer.alloc(32, 7);
const DAY = 24 * 3600 * 1000;

it("keeps a site's keys and what was received under them, and leaves no second copy of a private half", async () => {
  const directory = mkdtempSync(join(tmpdir(), "ws-migrate-"));
  const path = join(directory, "catalog.db");
  try {
    const db = openDatabase({ path, key, create: true });
    const dialect = sqliteDialect(db, path);
    const kysely = new Kysely<Tables>({ dialect: dialect.kysely });
    const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(recipientTurnover));
    for (const step of before) await step(kysely, dialect);
    db.exec("create table meta (one integer primary key, version, created, opened, checked)");
    db.exec(`insert into meta values (1, ${before.length}, 0, 0, 0)`);
    db.exec("insert into site (id, name, origins, created) values ('shop', 'Shop', '[\"*\"]', 5)");
    const recipient = { ...sampleRecipient(), wrapped: bytes("a wrapped private half", 93) };
    const signing = { ...sampleSigning(), wrapped: bytes("the signing key's", 93), version: 3 };
    const insert = db.prepare("insert into recipient_key values (?, 'shop', ?, ?, ?, ?)");
    insert.run(recipient.kid, recipient.publicKey, recipient.wrapped, recipient.created, "current");
    insert.run("old", recipient.publicKey, bytes("old", 93), 1, "accepted");
    db.prepare("insert into signing_key values ('shop', ?, ?, ?, 3)").run(
      ...[signing.publicKey, signing.wrapped, signing.created],
    );
    const stream = db.prepare("insert into stream values ('shop', ?, ?, ?, ?, ?, 4, 0, 0, x'00')");
    for (let n = 0; n < 4; n++) {
      const [kid, day] = [n === 3 ? "" : recipient.kid, n === 0 ? "2026-11-01" : "2026-11-02"];
      stream.run(bytes(`stream ${n}`, 16), kid, 100 + n, day, 5);
    }

    const catalog = await composeCatalog(dialect, { create: false, now: () => 9 });
    expect(await catalog.recipientKeys("shop")).toEqual([
      { ...recipient, since: recipient.created },
      expect.objectContaining({ kid: "old", state: "accepted", since: 1, grace: 30 * DAY, quiet: 7 * DAY }),
    ]);
    expect(await catalog.signingKey("shop")).toEqual(signing);
    expect(await catalog.recipientUse(recipient.kid)).toEqual([
      { kid: recipient.kid, day: "2026-11-01", streams: 1, events: 5, first: 100, last: 100 },
      { kid: recipient.kid, day: "2026-11-02", streams: 2, events: 10, first: 101, last: 102 },
    ]);
    for (const wrapped of [recipient.wrapped, signing.wrapped]) {
      const pages = db.serialize();
      const first = pages.indexOf(wrapped);
      expect(first).toBeGreaterThan(0);
      expect(pages.indexOf(wrapped.subarray(0, 32), first + 1)).toBe(-1);
    }
    // And it goes on.
    await catalog.commit(sampleRequest([0, 1]));
    expect(await catalog.recipientUse("kid-shop")).toHaveLength(3);
    await catalog.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
