import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Coding = "br" | "gzip" | "identity";

const CODINGS = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
  identity: (bytes: Buffer) => Promise.resolve(bytes),
} as const;

/** Scripts of as many sites as are asked for at once, each some 20 KB. */
const MOST = 200;
const encoded = new Map<string, Promise<Buffer>>();

/**
 * @param name Names the content: its hash.
 * @returns The bytes in that coding. The same content is encoded once.
 */
export function encodeContent(bytes: Buffer, name: string, coding: Coding): Promise<Buffer> {
  const key = `${coding} ${name}`;
  const before = encoded.get(key);
  if (before !== undefined) return before;
  const made = CODINGS[coding](bytes);
  if (encoded.size >= MOST) encoded.delete(encoded.keys().next().value ?? "");
  encoded.set(key, made);
  made.catch(() => encoded.delete(key));
  return made;
}
