import { randomBytes } from "node:crypto";
import { combine, split } from "shamir-secret-sharing";
import { KeyringError } from "../ports/keyring.js";
import { formatPaper, groupsOf, type PaperForm, parsePaper } from "./paper.js";
import { parseRecoveryCopy, RECOVERY_COPY } from "./recovery-copy.js";
import { ROOT_ID_BYTES, ROOT_KEY_BYTES, rootId } from "./root-key.js";

const VERSION = 0x02;
const SET_BYTES = 4;
const HEAD_BYTES = 4 + SET_BYTES + ROOT_ID_BYTES;
/** `0x02 ‖ threshold 1 ‖ shares 1 ‖ number 1 ‖ set 4 ‖ root id 8 ‖ share 33`, and the checksum: 17 groups. */
const SHARE: PaperForm = { name: "share", bytes: HEAD_BYTES + ROOT_KEY_BYTES + 1 };
const MOST = 255;

/** One custodian's share. Alone, or with fewer than the threshold, it tells nothing of the key but its id. */
export interface Share {
  readonly number: number;
  readonly shares: number;
  readonly threshold: number;
  /** For paper: 17 groups of 5 characters. */
  readonly text: string;
}

/**
 * Splits a root key for several custodians (Shamir's scheme over GF(2⁸)).
 *
 * @throws {KeyringError} `damaged` if the numbers make no sense
 */
export async function splitRootKey(
  key: Buffer,
  { shares, threshold }: { readonly shares: number; readonly threshold: number },
): Promise<Share[]> {
  if (threshold < 2 || threshold > shares || shares > MOST) {
    throw new KeyringError("damaged", "Shares are 2 to 255, and at least 2 and at most all of them are needed");
  }
  const set = randomBytes(SET_BYTES);
  const id = rootId(key);
  return (await split(Uint8Array.from(key), shares, threshold)).map((share, i) => {
    const bytes = Buffer.concat([Buffer.of(VERSION, threshold, shares, i + 1), set, id, share]);
    const text = formatPaper(SHARE, bytes);
    bytes.fill(0);
    share.fill(0);
    return { number: i + 1, shares, threshold, text };
  });
}

/** What was read of the shares so far. */
export interface Shares {
  /** The root key's id. */
  readonly id: string;
  readonly threshold: number;
  /** Numbers of the shares that are here, each once. */
  readonly numbers: readonly number[];
}

/**
 * Reads shares out of a text: each is a run of 17 groups, whatever stands between them.
 *
 * @throws {KeyringError} `damaged` if there is none, one has a wrong character, or they belong to several splits
 */
export function readShares(text: string): Shares {
  const read = parseAll(text);
  const [{ id, threshold }] = read as [ParsedShare];
  const numbers = [...new Set(read.map(({ number }) => number))].sort((a, b) => a - b);
  for (const { bytes } of read) bytes.fill(0);
  return { id, threshold, numbers };
}

/**
 * Brings a root key back, from as many shares as it takes, or from its recovery copy.
 *
 * @returns The key, 32 bytes. The caller overwrites it.
 * @throws {KeyringError} `damaged`, or `missing` if there are too few shares
 */
export async function combineShares(text: string): Promise<Buffer> {
  const groups = text.match(/[0-9A-Za-z]{5}/g)?.length ?? 0;
  if (find(SHARE, text).length === 0 && groups === groupsOf(RECOVERY_COPY)) return parseRecoveryCopy(text);
  const read = parseAll(text);
  const [{ id, threshold }] = read as [ParsedShare];
  const byNumber = new Map(read.map((share) => [share.number, share]));
  try {
    if (byNumber.size < threshold) {
      throw new KeyringError("missing", `${threshold} different shares are needed, and there are ${byNumber.size}`);
    }
    const parts = [...byNumber.values()].map(({ bytes }) => Uint8Array.from(bytes));
    const key = Buffer.from(await combine(parts));
    if (key.length !== ROOT_KEY_BYTES || rootId(key).toString("base64url") !== id) {
      key.fill(0);
      throw new KeyringError("damaged", "Those shares do not make the root key that they name");
    }
    return key;
  } finally {
    for (const { bytes } of read) bytes.fill(0);
  }
}

/** @returns The id of the root key that the shares open. @throws {KeyringError} As `combineShares`. */
export async function sharesRootId(text: string): Promise<string> {
  const key = await combineShares(text);
  try {
    return rootId(key).toString("base64url");
  } finally {
    key.fill(0);
  }
}

interface ParsedShare {
  readonly set: string;
  readonly id: string;
  readonly threshold: number;
  readonly number: number;
  readonly bytes: Buffer;
}

function parseAll(text: string): ParsedShare[] {
  const found = find(SHARE, text);
  if (found.length === 0) parsePaper(SHARE, text);
  const read = found.map((one): ParsedShare => {
    const bytes = parsePaper(SHARE, one);
    if (bytes[0] !== VERSION)
      throw new KeyringError("damaged", "That is no share of a version that this program knows");
    return {
      set: bytes.toString("hex", 4, 4 + SET_BYTES),
      id: bytes.toString("base64url", 4 + SET_BYTES, HEAD_BYTES),
      threshold: bytes.readUInt8(1),
      number: bytes.readUInt8(3),
      bytes: bytes.subarray(HEAD_BYTES),
    };
  });
  if (read.some(({ set, id }) => set !== read[0]?.set || id !== read[0].id)) {
    throw new KeyringError("damaged", "Those shares were not made together: look for ones of the same split");
  }
  return read;
}

/** Runs of as many groups as the form has. */
function find(form: PaperForm, text: string): string[] {
  const group = "[0-9A-Za-z]{5}";
  return text.match(new RegExp(`\\b(?:${group}[\\s-]+){${groupsOf(form) - 1}}${group}\\b`, "g")) ?? [];
}
