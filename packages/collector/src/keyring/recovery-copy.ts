import { KeyringError } from "../ports/keyring.js";
import { formatPaper, type PaperForm, parsePaper } from "./paper.js";
import { ROOT_KEY_BYTES, rootId } from "./root-key.js";

const VERSION = 0x01;
/** `0x01 ‖ key 32`, and the checksum: 12 groups. */
export const RECOVERY_COPY: PaperForm = { name: "recovery copy", bytes: 1 + ROOT_KEY_BYTES };

/** @returns The root key for paper: 12 groups of 5 characters, three a line, with a checksum inside. */
export function formatRecoveryCopy(key: Buffer): string {
  const bytes = Buffer.concat([Buffer.of(VERSION), key]);
  try {
    return formatPaper(RECOVERY_COPY, bytes);
  } finally {
    bytes.fill(0);
  }
}

/** @returns The root key, 32 bytes. The caller overwrites it. @throws {KeyringError} `damaged` */
export function parseRecoveryCopy(text: string): Buffer {
  const bytes = parsePaper(RECOVERY_COPY, text);
  if (bytes[0] !== VERSION) {
    bytes.fill(0);
    throw new KeyringError("damaged", "That is no recovery copy of a version that this program knows");
  }
  return bytes.subarray(1);
}

/**
 * @returns The id of the root key that a recovery copy holds, to compare with `Keyring.describe().id`.
 * @throws {KeyringError} `damaged`
 */
export function recoveryCopyId(text: string): string {
  const key = parseRecoveryCopy(text);
  try {
    return rootId(key).toString("base64url");
  } finally {
    key.fill(0);
  }
}
