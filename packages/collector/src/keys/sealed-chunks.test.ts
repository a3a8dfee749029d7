import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { archiveKey, openChunks, sealChunks } from "./sealed-chunks.js";

const K = 64 * 1024;
async function all(from: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of from) parts.push(part);
  return Buffer.concat(parts);
}
async function* cut(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("sealed chunks", () => {
  it.each([0, 1, K - 1, K, K + 1, 3 * K, 3 * K + 17])("give %i bytes back, however they are cut", async (length) => {
    const [key, plain] = [archiveKey(), randomBytes(length)];
    const sealed = await all(sealChunks(key, "a", cut(plain, 50_000)));
    for (const size of [7_919, K, sealed.length]) {
      expect((await all(openChunks(key, "a", cut(sealed, size)))).equals(plain)).toBe(true);
    }
    if (length > 32) expect(sealed.includes(plain.subarray(0, 32))).toBe(false);
  });

  it("refuse what was altered, cut off, put in another order, added to, or sealed for another archive", async () => {
    const key = archiveKey();
    const sealed = await all(sealChunks(key, "a", cut(randomBytes(3 * K + 5), K)));
    const chunk = 4 + 12 + K + 16;
    const flipped = Buffer.from(sealed);
    flipped[100]! ^= 1;
    const parts = [0, 1, 2, 3].map((index) => sealed.subarray(index * chunk, (index + 1) * chunk));
    const swapped = Buffer.concat([parts[1]!, parts[0]!, parts[2]!, parts[3]!]);
    const bad: [Buffer, string, ReturnType<typeof archiveKey>][] = [
      [flipped, "a", key],
      [sealed.subarray(0, 3 * chunk), "a", key],
      [sealed.subarray(0, -1), "a", key],
      [swapped, "a", key],
      [Buffer.concat([sealed, parts[3]!]), "a", key],
      [Buffer.alloc(0), "a", key],
      [sealed, "b", key],
      [sealed, "a", archiveKey()],
    ];
    for (const [bytes, id, with_] of bad) {
      await expect(all(openChunks(with_, id, cut(bytes, 10_000)))).rejects.toThrow("altered or cut off");
    }
    // The control: untouched, it opens.
    expect(await all(openChunks(key, "a", cut(sealed, 10_000)))).toHaveLength(3 * K + 5);
  });
});
