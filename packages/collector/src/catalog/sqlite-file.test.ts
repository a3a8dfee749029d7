import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3-multiple-ciphers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Catalog, CatalogError } from "../ports/catalog.js";
import {
  sampleAccess,
  sampleBytes,
  sampleDek,
  sampleEvent,
  sampleKek,
  samplePerson,
} from "../ports/catalog-samples.contract.js";
import { sampleRecipient, sampleRequest, sampleSigning, sampleSite } from "../ports/catalog-samples.contract.js";
import { composeCatalog } from "./compose-catalog.js";
import { openSqliteCatalog, verifySqliteCatalog } from "./index.js";
import { openDatabase } from "./sqlite/open-database.js";
import { sqliteDialect } from "./sqlite/sqlite-dialect.js";

const key = Buffer.alloc(32, 0x5a);
let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ws-catalog-"));
  path = join(directory, "catalog.db");
});
afterEach(() => rmSync(directory, { recursive: true }));

const create = () => openSqliteCatalog({ path, key, create: true });
const faultOf = async (opening: Promise<Catalog>): Promise<string> => {
  try {
    await (await opening).close();
    return "opened";
  } catch (error) {
    if (error instanceof CatalogError) return error.fault;
    throw error;
  }
};

/** One row of everything, and 300 events. */
async function fill(catalog: Catalog): Promise<void> {
  await catalog.addSite(sampleSite(), sampleRecipient(), sampleSigning());
  await catalog.addKek(sampleKek());
  await catalog.secret("pepper", () => sampleBytes("pepper", 32));
  for (let n = 0; n < 30; n++) {
    const deks = [sampleDek(sampleBytes(`subject ${n}`, 16), { id: `dek-${n}` })];
    const seqs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 300 + n];
    await catalog.commit(sampleRequest(seqs, { stream: `s ${n}`, subject: `subject ${n}`, deks }));
  }
  await catalog.next(100);
  await catalog.addPerson(samplePerson());
  await catalog.addInvite({ hash: sampleBytes("i", 32), person: "person-1", expires: 5 });
  const token = {
    id: "t",
    name: "t",
    ...sampleAccess(),
    created: 1,
    expires: null,
    revoked: false,
  } as const;
  await catalog.addToken(token, sampleBytes("t", 32));
}

/** What a user of the port can read. */
async function readAll(catalog: Catalog): Promise<unknown> {
  const ids = Array.from({ length: 30 }, (_, n) => n);
  return [
    await catalog.sites(),
    await catalog.recipientKeys(),
    await catalog.signingKey("shop"),
    await catalog.keks(),
    await catalog.deks(ids.map((n) => `dek-${n}`)),
    await Promise.all(ids.map((n) => catalog.subject("shop", sampleBytes(`visitor subject ${n}`, 32)))),
    await catalog.secret("pepper", () => sampleBytes("made anew", 32)),
    await catalog.next(100),
    await catalog.depth(),
    await catalog.loss("shop", 0, 2e12),
    await catalog.people(),
    await catalog.tokens(),
    await catalog.commit(sampleRequest([0, 8], { stream: "s 3", subject: "subject 3" })),
  ];
}

describe("opening", () => {
  it("says what is wrong with a file", async () => {
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("missing");
    expect(await faultOf(openSqliteCatalog({ path: join(directory, "no", "where.db"), key, create: true }))).toBe(
      "missing",
    );
    await (await create()).close();
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("opened");
    expect(await faultOf(create())).toBe("opened");
    expect(await faultOf(openSqliteCatalog({ path, key: Buffer.alloc(32, 1) }))).toBe("key");
    expect(await faultOf(openSqliteCatalog({ path, key: Buffer.alloc(31, 0x5a) }))).toBe("key");
    writeFileSync(path, "not a catalog at all, but a text of some length, as may come of a wrong restore".repeat(100));
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("damaged");
    truncateSync(path);
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("damaged");
  });

  it("does not make a catalog of one that lost its tables", async () => {
    openDatabase({ path, key, create: true }).exec("create table x (y)").close();
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("damaged");
    // As after a first start that was cut short.
    expect(await faultOf(create())).toBe("opened");
  });

  it("refuses the schema of a later version, and leaves it as it is", async () => {
    await (await create()).close();
    openDatabase({ path, key, create: false }).exec("update meta set version = 99").close();
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("version");
    const db = openDatabase({ path, key, create: false });
    expect(db.prepare("select version from meta").pluck().get()).toBe(99);
    db.close();
  });

  it("refuses to open a file twice in one process", async () => {
    const catalog = await create();
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("in-use");
    await catalog.close();
    expect(await faultOf(openSqliteCatalog({ path, key }))).toBe("opened");
  });

  it("makes a file that only its owner can read", async () => {
    const catalog = await create();
    for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o077, name).toBe(0);
    await catalog.close();
  });

  it("is set to lose nothing and to leave nothing in the clear", async () => {
    const db = openDatabase({ path, key, create: true });
    const settings = ["journal_mode", "synchronous", "locking_mode", "temp_store", "secure_delete", "foreign_keys"];
    const found = settings.map((name) => db.pragma(name, { simple: true }));
    expect(found).toEqual(["wal", 2, "exclusive", 2, 1, 1]);
    expect(db.pragma("cipher", { simple: true })).toBe("aegis");
    expect(db.pragma("algorithm", { simple: true })).toBe("aegis-256");
    db.close();
  });
});

describe("damage", () => {
  it(
    "finds every one of 60 flipped bits, and each of the header's; never gives wrong data",
    { timeout: 120_000 },
    async () => {
      let catalog = await create();
      await fill(catalog);
      await catalog.close();
      catalog = await openSqliteCatalog({ path, key });
      const right = JSON.stringify(await readAll(catalog));
      await catalog.close();
      const kept = join(directory, "kept.db");
      copyFileSync(path, kept);
      verifySqliteCatalog({ path, key });

      const bytes = readFileSync(kept);
      let state = 20261123;
      const random = (below: number) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % below;
      const places = Array.from({ length: 60 }, () => random(bytes.length * 8));
      for (let bit = 0; bit < 24 * 8; bit += 3) places.push(bit);
      const seen = { refused: 0, verified: 0, missed: [] as number[] };
      for (const place of places) {
        const flipped = Buffer.from(bytes);
        flipped[place >> 3]! ^= 1 << (place & 7);
        writeFileSync(path, flipped);
        try {
          verifySqliteCatalog({ path, key });
          seen.missed.push(place);
        } catch (error) {
          expect(["damaged", "key"], `bit ${place}: ${String(error)}`).toContain((error as CatalogError).fault);
          seen.verified++;
        }
        writeFileSync(path, flipped);
        try {
          const catalog = await openSqliteCatalog({ path, key });
          try {
            expect(JSON.stringify(await readAll(catalog)), `bit ${place}`).toBe(right);
          } finally {
            await catalog.close();
          }
        } catch (error) {
          expect(["damaged", "key"], `bit ${place}: ${String(error)}`).toContain((error as CatalogError).fault);
          seen.refused++;
        }
      }
      console.log(`${places.length} bits flipped: ${seen.verified} found by verifying, ${seen.refused} met in use`);
      expect(seen.missed).toEqual([]);
      writeFileSync(path, bytes);
      verifySqliteCatalog({ path, key });
    },
  );

  it.each([1, 4096, 5000])("finds a file that lost its last %i bytes", async (length) => {
    const catalog = await create();
    await fill(catalog);
    await catalog.close();
    truncateSync(path, statSync(path).size - length);
    expect(() => verifySqliteCatalog({ path, key })).toThrow(CatalogError);
  });
});

describe("a full disk", () => {
  it("fails commits as full, keeps what was acknowledged, and recovers once the spool was drained", async () => {
    const catalog = await openSqliteCatalog({ path, key, create: true, maxBytes: 1024 * 1024 });
    const row = { restricted: sampleBytes("x", 20_000) };
    const stored: number[] = [];
    let fault = "";
    for (let seq = 0; fault === ""; seq++) {
      const request = { ...sampleRequest([seq]), events: [sampleEvent({ ...row, seq })] };
      await catalog.commit(request).then(
        () => stored.push(seq),
        (error: CatalogError) => (fault = error.fault),
      );
    }
    expect(fault).toBe("full");
    expect(stored.length).toBeGreaterThan(20);
    const refused = { ...sampleRequest([999]), events: [sampleEvent({ ...row, seq: 999 })] };
    await expect(Promise.all([catalog.commit(refused), catalog.commit(refused)])).rejects.toMatchObject({
      fault: "full",
    });
    const block = await catalog.next(10_000);
    expect(block!.rows.map(({ seq }) => seq)).toEqual(stored);
    await catalog.drained(block!.id, 1);
    await catalog.settle(2);
    expect(await catalog.commit(refused)).toEqual(["stored"]);
    await catalog.check();
    await catalog.close();
  });
});

describe("the write-ahead log", () => {
  it("stays bounded under load", { timeout: 60_000 }, async () => {
    const catalog = await create();
    let written = 0;
    for (let n = 0; written < 80 * 1024 * 1024; n++) {
      const events = Array.from({ length: 40 }, (_, seq) => sampleEvent({ seq, restricted: Buffer.alloc(25_000, n) }));
      const request = sampleRequest([], { subject: "subject" });
      const stream = sampleBytes(`wal ${n}`, 16);
      await catalog.commit({ ...request, events: events.map((e) => ({ ...e, row: { ...e.row, stream } })) });
      written += 40 * 25_000;
      expect(statSync(`${path}-wal`).size).toBeLessThan(32 * 1024 * 1024);
    }
    await catalog.close();
    expect(readdirSync(directory)).toEqual(["catalog.db"]);
  });
});

describe("plaintext", () => {
  const CANARIES = ["canary-page-4111", "canary-note", "canary-sealed", "canary-mail@example.com", "canary-site"];
  const write = async (catalog: Catalog) => {
    await catalog.addSite({ ...sampleSite(), name: "canary-site" }, sampleRecipient(), sampleSigning());
    await catalog.addPerson(samplePerson({ email: "canary-mail@example.com" }));
    const columns = { page: "canary-page-4111", consent: "none", generated: false } as const;
    const notes = [{ path: "canary-note", class: "x", level: "internal", rule: "x" }] as const;
    for (let seq = 0; seq < 200; seq++) {
      const event = sampleEvent({ seq, columns, notes, internal: Buffer.from("canary-sealed".repeat(200)) });
      await catalog.commit({ ...sampleRequest([]), events: [event] });
    }
    await catalog.next(1000);
  };
  /** Read by another process: to close a file here would drop SQLite's lock on it. */
  const found = () => {
    const text = readdirSync(directory).map((name) => {
      return spawnSync("cat", [join(directory, name)], { maxBuffer: 1 << 28 }).stdout.toString("latin1");
    });
    return CANARIES.filter((canary) => text.some((text) => text.includes(canary)));
  };

  it("stands in no file, open or closed", async () => {
    const catalog = await create();
    await write(catalog);
    expect(readdirSync(directory).sort()).toEqual(["catalog.db", "catalog.db-wal"]);
    expect(found()).toEqual([]);
    await catalog.drained(1, 1);
    await catalog.settle(2);
    expect(found()).toEqual([]);
    await catalog.close();
    expect(found()).toEqual([]);
  });

  it("negative control: the same code over a file without a key leaves all of it there", async () => {
    const db = new Sqlite(path);
    db.pragma("journal_mode = WAL");
    const catalog = await composeCatalog(sqliteDialect(db, path), { create: true, now: Date.now });
    await write(catalog);
    expect(found()).toEqual(CANARIES);
    await catalog.close();
  });
});
