import { createHash } from "node:crypto";
import { KeyringError } from "../ports/keyring.js";

/** Crockford's base 32: no I, L, O or U, so that what is read aloud or copied by hand comes back the same. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECKSUM_BYTES = 4;
const GROUP = 5;
const GROUPS_A_LINE = 3;

/** Something secret as it is written on paper. */
export interface PaperForm {
  /** What it is, in errors: `recovery copy`, `share`. */
  readonly name: string;
  /** Bytes of what is written, without the checksum. */
  readonly bytes: number;
}

/** @returns How many groups of 5 characters it takes. */
export function groupsOf({ bytes }: PaperForm): number {
  return Math.ceil(((bytes + CHECKSUM_BYTES) * 8) / 5 / GROUP);
}

/** @returns The bytes with a checksum, in groups of 5 characters, three a line. */
export function formatPaper(form: PaperForm, bytes: Buffer): string {
  const whole = Buffer.concat([bytes, checksum(form, bytes)]);
  const length = groupsOf(form) * GROUP;
  let bits = BigInt(`0x${whole.toString("hex")}`) << BigInt(length * 5 - whole.length * 8);
  let text = "";
  for (let i = 0; i < length; i++, bits >>= 5n) text = ALPHABET[Number(bits & 31n)] + text;
  whole.fill(0);
  const groups = text.match(new RegExp(`.{${GROUP}}`, "g")) as string[];
  const lines: string[] = [];
  for (let i = 0; i < groups.length; i += GROUPS_A_LINE) lines.push(groups.slice(i, i + GROUPS_A_LINE).join("-"));
  return lines.join("\n");
}

/**
 * @param text As printed; case, spaces, lines and hyphens do not matter, O reads as 0, I and L as 1.
 * @returns The bytes. The caller overwrites them.
 * @throws {KeyringError} `damaged`
 */
export function parsePaper(form: PaperForm, text: string): Buffer {
  const plain = text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  const digits = [...plain].map((character) => ALPHABET.indexOf(character));
  const groups = groupsOf(form);
  if (digits.length !== groups * GROUP || digits.includes(-1)) {
    throw new KeyringError("damaged", `A ${form.name} has ${groups} groups of 5 letters and digits; this one has not`);
  }
  const length = form.bytes + CHECKSUM_BYTES;
  const spare = BigInt(groups * GROUP * 5 - length * 8);
  const bits = digits.reduce((value, digit) => (value << 5n) | BigInt(digit), 0n);
  const bytes = Buffer.from((bits >> spare).toString(16).padStart(length * 2, "0"), "hex");
  const body = bytes.subarray(0, form.bytes);
  if (bits % (1n << spare) !== 0n || !bytes.subarray(form.bytes).equals(checksum(form, body))) {
    bytes.fill(0);
    throw new KeyringError("damaged", `The ${form.name}'s checksum does not match: a character is wrong`);
  }
  return body;
}

function checksum({ name }: PaperForm, bytes: Buffer): Buffer {
  return createHash("sha256").update(`wayseal/1 ${name}\0`).update(bytes).digest().subarray(0, CHECKSUM_BYTES);
}
