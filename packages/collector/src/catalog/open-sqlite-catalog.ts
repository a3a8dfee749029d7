import type { Catalog } from "../ports/catalog.js";
import { composeCatalog } from "./compose-catalog.js";
import type { GroupLimits } from "./group-commit.js";
import { openDatabase } from "./sqlite/open-database.js";
import { sqliteDialect } from "./sqlite/sqlite-dialect.js";

export interface SqliteCatalogOptions {
  /** Where the file lies. SQLite's write-ahead log lies beside it, as `<path>-wal`, encrypted alike. */
  readonly path: string;
  /** 32 random bytes. Not kept here; the caller may wipe them afterwards. */
  readonly key: Buffer;
  /** Make the catalog if there is none. False: a catalog that is not there is an error. */
  readonly create?: boolean;
  /** Greatest length of the file in bytes; beyond, commits fail with `full` until the spool was drained. No limit. */
  readonly maxBytes?: number;
  /** How much may wait to be written. */
  readonly limits?: GroupLimits;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Opens the catalog in one encrypted, authenticated SQLite file. One process owns it: a second one is refused until the
 * first has ended, however it ended. What it acknowledges survives a kill or a power cut.
 *
 * @throws {CatalogError} `missing`, `in-use`, `key` (also where the first page is damaged), `damaged`, `version`,
 * `read-only` or `full`.
 */
export async function openSqliteCatalog({
  path,
  key,
  create = false,
  maxBytes,
  limits,
  now = Date.now,
}: SqliteCatalogOptions): Promise<Catalog> {
  const db = openDatabase({ path, key, create, maxBytes });
  return composeCatalog(sqliteDialect(db, path), { create, now, limits });
}
