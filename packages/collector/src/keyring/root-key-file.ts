import { KeyringError } from "../ports/keyring.js";
import { ROOT_KEY_BYTES, rootId } from "./root-key.js";

const HEADING = "wayseal-root-key 1";
const WARNING = "# Whoever has this file can read all that Wayseal stores. Keep a copy elsewhere, never with the data.";
const FILE = /^(?:#[^\n]*\n)*wayseal-root-key (\S+)\nid: ([A-Za-z0-9_-]+)\nkey: ([A-Za-z0-9+/=]+)\n?$/;

/** @returns The text of a root key file: a warning, the version, the id, the key in base64. */
export function formatRootKeyFile(key: Buffer): string {
  return `${WARNING}\n${HEADING}\nid: ${rootId(key).toString("base64url")}\nkey: ${key.toString("base64")}\n`;
}

/**
 * @param path For the error's message.
 * @returns The key, 32 bytes. The caller overwrites it.
 * @throws {KeyringError} `damaged`
 */
export function parseRootKeyFile(text: string, path: string): Buffer {
  const match = FILE.exec(text.replaceAll("\r\n", "\n"));
  if (match === null) throw new KeyringError("damaged", `${path} is not a Wayseal root key file`);
  const [, version, id, encoded] = match as unknown as [string, string, string, string];
  if (version !== "1") {
    throw new KeyringError("damaged", `${path} is a root key file of version ${version}; this program reads version 1`);
  }
  const key = Buffer.from(encoded, "base64");
  if (key.length !== ROOT_KEY_BYTES || key.toString("base64") !== encoded || rootId(key).toString("base64url") !== id) {
    key.fill(0);
    throw new KeyringError("damaged", `${path} is damaged: its key and its id do not match. Restore it from a copy`);
  }
  return key;
}
