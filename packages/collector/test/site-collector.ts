import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuditTrail } from "../src/audit/create-audit-trail.js";
import { openDatabase } from "../src/catalog/sqlite/open-database.js";
import { sqliteDialect } from "../src/catalog/sqlite/sqlite-dialect.js";
import { composeCatalog } from "../src/catalog/compose-catalog.js";
import { rootKeyring } from "../src/keyring/root-keyring.js";
import { createKeySets } from "../src/keys/key-sets.js";
import { makeSiteKeys } from "../src/keys/make-site-keys.js";
import { createPipeline } from "../src/pipeline/pipeline.js";
import { createTurnover } from "../src/recipients/index.js";
import type { AdminParts } from "../src/admin/operation.js";

export const DAY = 24 * 3600 * 1000;
export const START = 1_795_000_010_000;

/** A site `shop` over a real catalog, with the way in, its key sets and their turnover, on a clock that tests move. */
export async function siteCollector() {
  const folder = mkdtempSync(join(tmpdir(), "ws-site-"));
  const path = join(folder, "catalog.db");
  const key = randomBytes(32);
  const clock = { at: START };
  const now = () => clock.at;
  const keyring = rootKeyring(randomBytes(32), { name: "memory" });
  let db = openDatabase({ path, key, create: true });
  let catalog = await composeCatalog(sqliteDialect(db, path), { create: true, now });
  const { recipient, signing } = await makeSiteKeys(keyring, { site: "shop", now: START });
  await catalog.addSite({ id: "shop", name: "Shop", origins: ["*"], created: START }, recipient, signing);

  const over = () => {
    const parts: AdminParts = {
      ...{ catalog, keyring, now, audit: createAuditTrail({ catalog }) },
      scripts: { current: async () => null },
      address: () => "https://collector.example",
    };
    const pipeline = createPipeline({ catalog, keyring, now });
    return {
      catalog,
      /** The database itself: every page of it, and what no port asks. */
      db: {
        pages: (): Buffer => db.serialize(),
        get: (query: string): unknown => db.prepare(query).get(),
        run: (statements: string): unknown => db.exec(statements),
      },
      parts,
      turnover: createTurnover({ catalog, now, audit: parts.audit }),
      keySets: createKeySets({ sites: catalog, keyring, now }),
      receive: (body: Uint8Array) => pipeline.receive(body, { received: now(), origin: undefined }),
    };
  };
  const site = {
    ...{ folder, path, key, clock, keyring, recipient, signing },
    ...over(),
    /** Moves the clock in steps of at most a day, and does what is due after each. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= DAY) {
        clock.at += Math.min(left, DAY);
        await site.turnover.run();
      }
    },
    /** As after a restart of the process. */
    async reopen() {
      await catalog.close();
      db = openDatabase({ path, key, create: false });
      catalog = await composeCatalog(sqliteDialect(db, path), { create: false, now });
      Object.assign(site, over());
    },
    async close() {
      await catalog.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return site;
}

export type SiteCollector = Awaited<ReturnType<typeof siteCollector>>;

/** @returns What a key set says. */
export function setOf(jws: string): { version: number; expires: number; keys: { kid: string; x: string }[] } {
  return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()) as ReturnType<typeof setOf>;
}
