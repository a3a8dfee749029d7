import { createHash } from "node:crypto";
import { KeyringError } from "../ports/keyring.js";
import { ROOT_KEY_BYTES, rootId } from "./root-key.js";

/** Crockford's base 32: no I, L, O or U, so that what is read aloud or copied by hand comes back the same. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const VERSION = 0x01;
const CHECKSUM_BYTES = 4;
const GROUP = 5;
/** Characters of version 1, key 32 and checksum 4 bytes: 296 bits, and 4 of zeros. */
const LENGTH = 60;

/** @returns The root key for paper: 12 groups of 5 characters, three a line, with a checksum inside. */
export function formatRecoveryCopy(key: Buffer): string {
  const bytes = Buffer.concat([Buffer.of(VERSION), key]);
  let bits = BigInt(`0x${Buffer.concat([bytes, checksum(bytes)]).toString("hex")}`) << 4n;
  let text = "";
  for (let i = 0; i < LENGTH; i++, bits >>= 5n) text = ALPHABET[Number(bits & 31n)] + text;
  bytes.fill(0);
  const groups = text.match(new RegExp(`.{${GROUP}}`, "g")) as string[];
  return [0, 3, 6, 9].map((start) => groups.slice(start, start + 3).join("-")).join("\n");
}

/**
 * @param text As printed; case, spaces, lines and hyphens do not matter, O reads as 0, I and L as 1.
 * @returns The root key, 32 bytes. The caller overwrites it.
 * @throws {KeyringError} `damaged`
 */
export function parseRecoveryCopy(text: string): Buffer {
  const plain = text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const digits = [...plain].map((character) => ALPHABET.indexOf(character));
  if (digits.length !== LENGTH || digits.includes(-1)) {
    throw new KeyringError("damaged", "A recovery copy has 12 groups of 5 letters and digits; this one has not");
  }
  const bits = digits.reduce((value, digit) => (value << 5n) | BigInt(digit), 0n);
  const bytes = Buffer.from((bits >> 4n).toString(16).padStart(74, "0"), "hex");
  const body = bytes.subarray(0, 1 + ROOT_KEY_BYTES);
  const whole = (bits & 15n) === 0n && bytes.length === body.length + CHECKSUM_BYTES;
  if (!whole || bytes[0] !== VERSION || !bytes.subarray(body.length).equals(checksum(body))) {
    bytes.fill(0);
    throw new KeyringError("damaged", "The recovery copy's checksum does not match: a character is wrong");
  }
  return body.subarray(1);
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

function checksum(bytes: Buffer): Buffer {
  return createHash("sha256").update("wayseal/1 recovery copy\0").update(bytes).digest().subarray(0, CHECKSUM_BYTES);
}
