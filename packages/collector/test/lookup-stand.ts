import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { openSqliteCatalog } from "../src/catalog/index.js";
import { createBlindIndexes, makeSiteKeys } from "../src/keys/index.js";
import { rootKeyring } from "../src/keyring/root-keyring.js";
import { createLookups, type Lookups } from "../src/lookups/create-lookups.js";
import { createPipeline, type Pipeline } from "../src/pipeline/index.js";
import type { Catalog, RecipientKey } from "../src/ports/catalog.js";
import type { Keyring } from "../src/ports/keyring.js";
import { NOW } from "./new-site.js";
import { hello, sealStream } from "./seal-stream.js";

export interface LookupStand {
  readonly keyring: Keyring;
  catalog: Catalog;
  /** The way in and lookups, which a test may put others in the place of. */
  pipeline: Pipeline;
  lookups: Lookups;
  /** Takes in a visit of `shop`, all of it. */
  send(events: readonly object[], hello?: Record<string, unknown>): Promise<void>;
  /** @returns How many subjects of `shop` are found by a value. */
  found(name: string, value: string, country?: string): Promise<number>;
}

export const OPERATOR = { kind: "operator", id: "local" } as const;

/** A new SQLite catalog for each test of a file, with the sites `shop` and `blog`. */
export function lookupStand(): LookupStand {
  let directory: string;
  let recipient: RecipientKey;
  const stand = {
    keyring: rootKeyring(randomBytes(32), { name: "memory" }),
    async send(events: readonly object[], more: Record<string, unknown> = {}) {
      const sealed = sealStream(recipient, "shop", [hello(more), ...events]);
      const got = await stand.pipeline.receive(sealed.envelope(), { received: NOW, origin: undefined });
      expect(got.rejected).toEqual([]);
    },
    async found(name: string, value: string, country?: string) {
      const asked = { site: "shop", class: name, value, ...(country !== undefined && { country }) };
      return (await stand.lookups.find(asked, OPERATOR)).matches.length;
    },
  } as LookupStand;

  beforeEach(async () => {
    const { keyring } = stand;
    directory = mkdtempSync(join(tmpdir(), "ws-lookup-"));
    const path = join(directory, "catalog.db");
    const catalog = (stand.catalog = await openSqliteCatalog({ path, key: randomBytes(32), create: true }));
    for (const site of ["shop", "blog"]) {
      const keys = await makeSiteKeys(keyring, { site, now: NOW });
      if (site === "shop") recipient = keys.recipient;
      await catalog.addSite({ id: site, name: site, origins: ["*"], created: NOW }, keys.recipient, keys.signing);
    }
    stand.pipeline = createPipeline({ catalog, keyring, now: () => NOW });
    stand.lookups = createLookups({ catalog, keyring, indexes: createBlindIndexes({ catalog, keyring }) });
  });
  afterEach(async () => {
    await stand.catalog.close();
    rmSync(directory, { recursive: true });
  });
  return stand;
}
