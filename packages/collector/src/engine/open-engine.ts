import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Session } from "chdb";
import { EngineError, type EngineMemory } from "./messages.js";
import { KEY_VARIABLE, writeConfig } from "./write-config.js";

/** One connection of the open engine. Its settings and parameters are its own. */
export type Connection = Pick<Session, "queryAsync" | "insert" | "close">;

export interface Engine {
  /** Opens a connection, for one statement: what it sets is gone with it. Takes half a millisecond. */
  connect(): Connection;
  close(): void;
}

/**
 * Opens chDB on a folder whose tables lie on an encrypted disk. One engine a process, one process a folder.
 *
 * @param key 32 bytes; overwritten with zeros before this returns.
 * @throws {EngineError} If it cannot be opened, as when it was written under another key; nothing in it is changed then.
 */
export function openEngine(dir: string, key: Uint8Array, memory: EngineMemory): Engine {
  const path = join(dir, "db");
  let first: Session;
  try {
    mkdirSync(join(dir, "sealed"), { recursive: true, mode: 0o700 });
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const config = writeConfig(dir, memory);
    // chDB takes a disk's key from its configuration file or from here. It is gone before any statement runs.
    process.env[KEY_VARIABLE] = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("hex");
    first = new Session(path, { connectionArgs: [`--config-file=${config}`] });
  } catch (error) {
    throw explain(error, dir);
  } finally {
    delete process.env[KEY_VARIABLE];
    key.fill(0);
  }
  return { connect: () => new Session(path), close: () => first.close() };
}

/** The engine prints why it did not open and throws without saying so; its words are not for logs, so they are dropped. */
function explain(error: unknown, dir: string): EngineError {
  const code = (error as { code?: unknown }).code;
  if (code === "EACCES" || code === "EROFS" || code === "ENOSPC" || code === "EPERM") {
    return new EngineError("unwritable", `The event store's folder ${dir} cannot be written (${code})`);
  }
  if (code === "CHDB_PLATFORM" || code === "CHDB_ABI") {
    return new EngineError("unsupported", "The event store's engine, chDB, has no build for this system");
  }
  return new EngineError(
    "failed",
    `The event store in ${dir} could not be opened: it is damaged, or was written under another key`,
  );
}
