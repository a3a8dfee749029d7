import { aViewer } from "./a-viewer.js";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Sqlite from "better-sqlite3-multiple-ciphers";
import { composeCatalog } from "../src/catalog/compose-catalog.js";
import { openDatabase } from "../src/catalog/sqlite/open-database.js";
import { sqliteDialect } from "../src/catalog/sqlite/sqlite-dialect.js";
import { rootKeyring } from "../src/keyring/root-keyring.js";
import { createBlindIndexes, createDekReader, createFieldReader, makeSiteKeys } from "../src/keys/index.js";
import { createLookups } from "../src/lookups/create-lookups.js";
import { createPipeline } from "../src/pipeline/index.js";
import type { StoredEvent } from "../src/pipeline/states.js";
import type { Catalog } from "../src/ports/catalog.js";
import type { ExpiredRows } from "../src/ports/event-store.js";
import type { Keyring } from "../src/ports/keyring.js";
import { purge, type PurgeOrder, type PurgeParts } from "../src/retention/purge.js";
import { hello, id, sealStream, value } from "./seal-stream.js";

/** What a visit leaves at each level: `restricted` by its class, `confidential` by the e-mail address, `internal` by its title. */
const VISIT = [
  { type: "page_view", at: 5, kind: "load", title: "Tea" },
  value,
  { ...value, field: "iban", class: "iban", value: "DE89370400440532013000" },
];
const viewer = aViewer();

/** When purges of these tests run. */
export const NOW = "2026-11-25T12:00:00Z";
/** Days that each level is kept. */
export const RETENTION = { public: 800, internal: 760, confidential: 400, restricted: 90 };
/** Every sealed level, as `readable` says them. */
export const ALL = ["confidential", "internal", "restricted"];
export const by = { kind: "person", id: "counsel" } as const;

/** Sites `shop` and `blog` over years, in a catalog whose pages can be looked at, with a store of rows in memory. */
export interface RetainedSite {
  readonly catalog: Catalog;
  readonly keyring: Keyring;
  readonly rows: StoredEvent[];
  readonly store: {
    expired(which: ExpiredRows): Promise<{ month: string; site: string; rows: number }[]>;
    expire(which: ExpiredRows): Promise<void>;
  };
  /** A visit at a time; a new visitor's, or that of `visitor`. @returns The subject that it was stored under. */
  visit(
    at: string,
    more?: { readonly visitor?: string; readonly site?: string; readonly email?: string },
  ): Promise<Buffer>;
  /** Levels of the subject's events of a month, or of all, that can be read. */
  readable(subject: Buffer, month?: string): Promise<readonly string[]>;
  /** @param now When it runs; `NOW` if not said. */
  purge(order?: PurgeOrder, over?: Partial<PurgeParts>, now?: string): ReturnType<typeof purge>;
  /** Subjects of `shop` that an e-mail address finds. */
  found(email?: string): Promise<readonly string[]>;
  /** Sealed DEKs of the subject's events, as the catalog has them now. */
  sealedOf(subject: Buffer): Promise<readonly Buffer[]>;
  /** Every page of the catalog, decrypted. */
  pages(): Buffer;
  close(): Promise<void>;
}

export { id as newVisitor };

export async function retainedSite(
  keyring: Keyring = rootKeyring(randomBytes(32), { name: "memory" }),
): Promise<RetainedSite> {
  const directory = mkdtempSync(join(tmpdir(), "ws-retained-"));
  const path = join(directory, "catalog.db");
  const db: Sqlite.Database = openDatabase({ path, key: randomBytes(32), create: true });
  const catalog = await composeCatalog(sqliteDialect(db, path), { create: true, now: Date.now });
  for (const site of ["shop", "blog"]) {
    const { recipient, signing } = await makeSiteKeys(keyring, { site });
    await catalog.addSite({ id: site, name: site, origins: ["*"], created: 0 }, recipient, signing);
  }
  const rows: StoredEvent[] = [];
  const deks = createDekReader({ keys: catalog, keyring });
  const pipeline = createPipeline({
    catalog: {
      ...catalog,
      async commit(request) {
        const outcomes = await catalog.commit(request);
        rows.push(...request.events.filter((_, n) => outcomes[n] === "stored").map(({ row }) => row));
        return outcomes;
      },
    },
    keyring,
    openDek: (dek) => deks.open(dek),
  });
  const monthOf = ({ received }: StoredEvent) => new Date(received).toISOString().slice(0, 7);
  const isExpired =
    ({ upTo, sites, keep }: ExpiredRows) =>
    (row: StoredEvent) =>
      monthOf(row) <= upTo &&
      (sites === null || sites.includes(row.site)) &&
      !keep.some(({ site, subject }) => site === row.site && subject.equals(row.subject));

  const store: RetainedSite["store"] = {
    async expired(which) {
      const counts = new Map<string, { month: string; site: string; rows: number }>();
      for (const row of rows.filter(isExpired(which))) {
        const month = monthOf(row);
        const count = counts.get(`${month} ${row.site}`) ?? { month, site: row.site, rows: 0 };
        count.rows++;
        counts.set(`${month} ${row.site}`, count);
      }
      return [...counts.values()];
    },
    async expire(which) {
      const goes = isExpired(which);
      rows.splice(0, rows.length, ...rows.filter((row) => !goes(row)));
    },
  };

  return {
    catalog,
    keyring,
    rows,
    store,
    async visit(at, { visitor = id(), site = "shop", email = value.value } = {}) {
      const [key] = await catalog.recipientKeys(site);
      const events = VISIT.map((event) =>
        "class" in event && event.class === "email" ? { ...event, value: email } : event,
      );
      const sealed = sealStream(key!, site, [hello({ visitor }), ...events]);
      const received = Date.parse(at);
      const { stored } = await pipeline.receive(sealed.envelope(), { received, origin: undefined });
      if (stored !== VISIT.length + 1) throw new Error("A visit was not stored");
      return rows.at(-1)!.subject;
    },
    async readable(subject, month) {
      const mine = rows.filter((row) => row.subject.equals(subject) && (month === undefined || monthOf(row) === month));
      const fields = await createFieldReader({ keys: catalog, keyring }).read(viewer, mine);
      const shown = fields.flat().filter(({ state }) => state === "shown");
      return [...new Set(shown.map(({ level }) => level))].sort();
    },
    purge: (order = {}, over = {}, now = NOW) =>
      purge(order, { catalog, keyring, store, retention: RETENTION, now: () => Date.parse(now), ...over }),
    async found(email = "ann@gmail.com") {
      const lookups = createLookups({ catalog, keyring, indexes: createBlindIndexes({ catalog, keyring }) });
      const { matches } = await lookups.find({ site: "shop", class: "email", value: email }, by);
      return matches.map(({ subject }) => subject);
    },
    async sealedOf(subject) {
      const ids = rows.filter((row) => row.subject.equals(subject)).flatMap(dekIds);
      return (await catalog.deks(ids)).map(({ sealed }) => sealed);
    },
    pages: () => db.serialize(),
    async close() {
      await catalog.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Ids of the DEKs that a row is sealed under. */
export function dekIds({ internal, confidential, restricted }: StoredEvent): string[] {
  return [internal, confidential, restricted].flatMap((column) =>
    column === null ? [] : [column.subarray(1, 17).toString("base64url")],
  );
}
