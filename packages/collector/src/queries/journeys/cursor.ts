import { BadQuestion } from "../bad-question.js";

/**
 * Where a page ended, as one opaque word: a time and the bytes that tell apart what has the same time. It says nothing
 * that its page did not say, and a made-up one only asks for another place in the same list.
 */
export function writeCursor(time: number, ...parts: readonly Buffer[]): string {
  const head = Buffer.alloc(9);
  head[0] = VERSION;
  head.writeBigUInt64BE(BigInt(time), 1);
  return Buffer.concat([head, ...parts]).toString("base64url");
}

const VERSION = 1;

/**
 * @param length Bytes after the time.
 * @throws {BadQuestion} `cursor` if it is not one that writeCursor made with as many bytes.
 */
export function readCursor(cursor: string, length: number): { readonly time: number; readonly rest: Buffer } {
  const bytes = Buffer.from(cursor, "base64url");
  const time = bytes.length === 9 + length ? Number(bytes.readBigUInt64BE(1)) : -1;
  // Decoding drops what is not base64url: only the way there and back shows that nothing was dropped.
  if (bytes[0] !== VERSION || !Number.isSafeInteger(time) || time < 0 || bytes.toString("base64url") !== cursor) {
    throw new BadQuestion("cursor", "cursor must be one that an earlier page gave");
  }
  return { time, rest: bytes.subarray(9) };
}
