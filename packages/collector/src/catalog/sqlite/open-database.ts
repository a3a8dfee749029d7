import { accessSync, closeSync, constants, fsyncSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3-multiple-ciphers";
import { CatalogError } from "../../ports/catalog.js";
import { checkHeader, MAGIC } from "./check-header.js";
import { sqliteFault } from "./sqlite-fault.js";

/** A checkpoint moves the write-ahead log into the file after this many pages of 4 KiB, 16 MiB: the log stays bounded. */
const CHECKPOINT_PAGES = 4000;
const KEY_BYTES = 32;

export interface OpenDatabaseOptions {
  readonly path: string;
  /** 32 random bytes. */
  readonly key: Buffer;
  /** Make the file if it is not there. */
  readonly create: boolean;
  /** The file's greatest length. */
  readonly maxBytes?: number | undefined;
}

/**
 * Opens an encrypted, authenticated SQLite file (AEGIS-256 over each page) for this process alone. The lock is the
 * system's on the file, so it ends with the process however that ends. It is a POSIX lock: closing any other descriptor
 * of the same file in this process would drop it, so nothing in this process may open the file besides.
 *
 * @throws {CatalogError} `missing`, `in-use`, `key`, `damaged`, `read-only` or `full`.
 */
export function openDatabase({ path, key, create, maxBytes }: OpenDatabaseOptions): Database.Database {
  if (key.length !== KEY_BYTES) throw new CatalogError("key", `The catalog's key must have ${KEY_BYTES} bytes`);
  const file = prepareFile(path, create);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 0 });
    unlock(db, key);
    // Before the first read, so that there is no shared-memory file and the lock is held from then on.
    db.pragma("locking_mode = EXCLUSIVE");
    db.pragma("temp_store = MEMORY");
    db.pragma("mmap_size = 0");
    readFirstPage(db, path);
    if (db.pragma("journal_mode = WAL", { simple: true }) !== "wal") {
      throw new CatalogError("read-only", `The catalog's disk takes no write-ahead log: ${path}`);
    }
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.pragma("trusted_schema = OFF");
    db.pragma("cell_size_check = ON");
    // Deleted rows are overwritten, so that what is erased is not left in free space under a key that lives on.
    db.pragma("secure_delete = ON");
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${CHECKPOINT_PAGES * 4096 * 2}`);
    if (maxBytes !== undefined) {
      const pageSize = db.pragma("page_size", { simple: true }) as number;
      db.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
    }
    open.set(file, db);
    return db;
  } catch (error) {
    db?.close();
    throw sqliteFault(error, path);
  }
}

/** Files that this process has open, by device and inode: SQLite's lock keeps out other processes only. */
const open = new Map<string, Database.Database>();

/** @returns The file's name in `open`. */
function prepareFile(path: string, create: boolean): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined && !create) throw new CatalogError("missing", `There is no catalog at ${path}`);
  // SQLite would take an empty file for a new database, and a catalog that was cut to nothing for an empty one.
  if (size === 0 && !create) throw new CatalogError("damaged", `The catalog is empty: ${path}`);
  try {
    const directory = dirname(path);
    accessSync(directory, constants.W_OK | constants.X_OK);
    if (size === undefined) {
      closeSync(openSync(path, "wx", 0o600));
      const handle = openSync(directory, "r");
      fsyncSync(handle);
      closeSync(handle);
    } else {
      accessSync(path, constants.R_OK | constants.W_OK);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT") throw new CatalogError("missing", `There is no directory for ${path}`, { cause: error });
    if (code === "EEXIST") throw new CatalogError("in-use", `Another process is making ${path}`, { cause: error });
    if (code === "ENOSPC") throw new CatalogError("full", `The disk is full: ${path}`, { cause: error });
    throw new CatalogError("read-only", `The catalog cannot be written: ${path} (${code})`, { cause: error });
  }
  const { dev, ino } = statSync(path);
  const file = `${dev} ${ino}`;
  if (open.get(file)?.open === true) {
    throw new CatalogError("in-use", `The catalog is in use by this process already: ${path}`);
  }
  if (size !== undefined && size > 0) checkHeader(path);
  return file;
}

function unlock(db: Database.Database, key: Buffer): void {
  db.pragma("cipher = 'aegis'");
  db.pragma("algorithm = 'aegis-256'");
  const raw = Buffer.concat([Buffer.from("raw:"), key, Buffer.from(MAGIC)]);
  db.key(raw);
  raw.fill(0);
}

/** The first page authenticates under the right key only. A wrong key and a damaged page look the same from here. */
function readFirstPage(db: Database.Database, path: string): void {
  try {
    db.prepare("select count(*) from sqlite_schema").get();
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === "SQLITE_NOTADB") {
      const message = `The catalog's key is wrong, or its first page is damaged: ${path}`;
      throw new CatalogError("key", message, { cause: error });
    }
    throw error;
  }
}
