import type { EncryptionContext } from "../ports/keyring.js";

const PREFIX = Buffer.from("wayseal/1 wrap\0", "latin1");

/**
 * Encodes an encryption context so that no two contexts share bytes: sorted by name, each name and value behind its
 * length. Names and values must be well-formed Unicode, since UTF-8 writes every lone surrogate alike.
 *
 * @returns `wayseal/1 wrap` 0x00 ‖ root key id ‖ count 2 ‖ (length 2 ‖ name ‖ length 2 ‖ value)…
 * @throws {RangeError}
 */
export function contextBytes(rootId: Uint8Array, context: EncryptionContext): Buffer {
  const names = Object.keys(context).sort();
  return Buffer.concat([
    PREFIX,
    rootId,
    uint16(names.length),
    ...names.flatMap((name) => [...text(name), ...text(context[name] as string)]),
  ]);
}

function text(value: string): [Buffer, Buffer] {
  if (/\p{Surrogate}/u.test(value)) throw new RangeError("An encryption context holds well-formed text only");
  const bytes = Buffer.from(value, "utf8");
  return [uint16(bytes.length), bytes];
}

function uint16(value: number): Buffer {
  if (value > 0xffff) throw new RangeError("An encryption context is too long");
  return Buffer.of(value >> 8, value & 0xff);
}
