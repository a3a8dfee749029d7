/** @returns The parts end to end. A text stands for its ASCII bytes. */
export function concat(...parts: readonly (ArrayLike<number> | string)[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(typeof part === "string" ? Array.from(part, (char) => char.charCodeAt(0)) : part, offset);
    offset += part.length;
  }
  return bytes;
}

/** @returns A whole number of 0 to 2^53 − 1 as so many bytes, big-endian. */
export function integer(value: number, length: number): number[] {
  // Thrice for each record: `Array.from` with a function takes four times as long.
  const bytes: number[] = [];
  for (let at = length; at--;) bytes.push(Math.floor(value / 256 ** at) & 255);
  return bytes;
}
