import Database from "better-sqlite3-multiple-ciphers";
import { CatalogError, type CatalogFault } from "../../ports/catalog.js";

/**
 * Turns what SQLite throws into a CatalogError where it speaks of the file as a whole; returns anything else, such as a
 * broken constraint, as it is. SQLite's own messages hold no values.
 */
export function sqliteFault(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const fault = FAULTS.find(([prefix]) => error.code.startsWith(prefix))?.[1];
  if (fault === undefined) return error;
  return new CatalogError(fault, `${WORDS[fault]}: ${path} (${error.code})`, { cause: error });
}

/** By the start of SQLite's result code: extended codes begin with their primary one. */
const FAULTS: readonly (readonly [string, keyof typeof WORDS])[] = [
  ["SQLITE_BUSY", "in-use"],
  ["SQLITE_LOCKED", "in-use"],
  ["SQLITE_READONLY", "read-only"],
  ["SQLITE_PERM", "read-only"],
  ["SQLITE_CANTOPEN", "read-only"],
  ["SQLITE_FULL", "full"],
  ["SQLITE_CORRUPT", "damaged"],
  ["SQLITE_NOTADB", "damaged"],
  ["SQLITE_FORMAT", "damaged"],
  // A disk that fails to read or write. An operator's next step is the same as for a damaged file: another disk.
  ["SQLITE_IOERR", "damaged"],
];

const WORDS = {
  "in-use": "The catalog is in use by another process, such as a collector that must be stopped first",
  "read-only": "The catalog cannot be written",
  full: "The disk, or the catalog's share of it, is full",
  damaged: "The catalog is damaged, or its disk fails",
} as const satisfies Partial<Record<CatalogFault, string>>;
