import { closeSync, openSync, readSync } from "node:fs";
import { CatalogError } from "../../ports/catalog.js";

/** The cipher's salt, 16 bytes. A raw key needs none, so it serves as the file's first bytes: it names the format. */
export const MAGIC = "wayseal catalog1";

/**
 * Bytes 16 to 23: page size 4096, versions of the journal's format, 64 bytes a page kept for nonce and tag, and three
 * constants. SQLite needs them before it can decrypt, so the cipher does not authenticate them. The versions are 1
 * until a new file has been switched to a write-ahead log.
 */
const LAYOUTS = ["1000020240402020", "1000010140402020"];

/**
 * Checks the part of the file that is not authenticated, byte by byte.
 *
 * It opens and closes the file, which drops any lock that this process has on it: only before SQLite opens it.
 *
 * @throws {CatalogError} `damaged`
 */
export function checkHeader(path: string): void {
  const header = Buffer.alloc(24);
  const file = openSync(path, "r");
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString("latin1", 0, 16) === MAGIC && LAYOUTS.includes(header.toString("hex", 16))) return;
  throw new CatalogError("damaged", `The file is damaged, or no Wayseal catalog: ${path}`);
}
