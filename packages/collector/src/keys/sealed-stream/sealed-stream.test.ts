import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { TAG_BYTES } from "@wayseal/protocol";
import { generateKeyPair } from "../../hpke/index.js";
import { CHUNK_BYTES, openStream, sealStream } from "./index.js";

const mine = generateKeyPair();
const facts = Buffer.from('{"file":"rows"}');
const CHUNK = CHUNK_BYTES + TAG_BYTES;

async function* pieces(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield part;
}
async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of source) all.push(piece);
  return Buffer.concat(all);
}
const seal = (plain: Uint8Array, recipients = [mine.publicKey]) =>
  gather(sealStream(pieces(plain), { facts, recipients }));
const open = async (sealed: Uint8Array, recipient = mine) =>
  gather((await openStream(pieces(sealed), recipient)).plain);
/** Bytes before the chunks: magic 8, length 4, facts, count 1, one slot of 88. */
const HEAD = 12 + facts.length + 1 + 88;

describe("a sealed stream", () => {
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])(
    "gives back %i bytes, however they are cut on the way in and out",
    async (length) => {
      const plain = randomBytes(length);
      const [a, b] = [Math.floor(length / 3), Math.floor(length / 2)];
      const sealed = await gather(
        sealStream(pieces(plain.subarray(0, a), plain.subarray(a, b), plain.subarray(b)), {
          facts,
          recipients: [mine.publicKey],
        }),
      );
      expect((await open(sealed)).equals(plain)).toBe(true);
      const cut = Math.floor(sealed.length / 3);
      const opened = await openStream(pieces(sealed.subarray(0, cut), sealed.subarray(cut)), mine);
      expect(opened.facts).toEqual(facts);
      expect((await gather(opened.plain)).equals(plain)).toBe(true);
      // The end is sealed even where nothing is left for it.
      expect(sealed.length).toBe(HEAD + length + TAG_BYTES * Math.max(1, Math.ceil(length / CHUNK_BYTES)));
    },
  );

  it("opens with the key of each recipient, and of nobody else", async () => {
    const [other, stranger] = [generateKeyPair(), generateKeyPair()];
    const sealed = await seal(Buffer.from("x"), [other.publicKey, mine.publicKey]);
    for (const one of [mine, other]) expect((await open(sealed, one)).toString()).toBe("x");
    await expect(open(sealed, stranger)).rejects.toMatchObject({ fault: "key" });
  });

  it("opens nothing of itself where any part was altered", async () => {
    const sealed = await seal(randomBytes(CHUNK_BYTES + 100));
    const places = Array.from({ length: HEAD + 40 }, (_, n) => n).concat([
      ...[HEAD + CHUNK - 1, HEAD + CHUNK, HEAD + CHUNK + 60, sealed.length - 1],
    ]);
    for (const place of places) {
      const bent = Buffer.from(sealed);
      bent.writeUInt8(bent.readUInt8(place) ^ 1, place);
      await expect(open(bent), `byte ${place}`).rejects.toMatchObject({ name: "SealedStreamError" });
    }
  });

  it("is refused where it was cut short, at the end of a chunk too", async () => {
    const sealed = await seal(randomBytes(2 * CHUNK_BYTES + 100));
    for (const length of [0, 5, HEAD - 1, HEAD, HEAD + 10, HEAD + CHUNK, HEAD + 2 * CHUNK, HEAD + 2 * CHUNK + 9]) {
      await expect(open(sealed.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
        name: "SealedStreamError",
      });
    }
    await expect(open(sealed.subarray(0, HEAD + CHUNK))).rejects.toMatchObject({ fault: "truncated" });
    await expect(open(Buffer.concat([sealed, Buffer.of(0)]))).rejects.toMatchObject({ fault: "damaged" });
  });

  const swap = (sealed: Buffer, head: number, chunk: number) =>
    Buffer.concat([
      sealed.subarray(0, head),
      sealed.subarray(head + chunk, head + 2 * chunk),
      sealed.subarray(head, head + chunk),
      sealed.subarray(head + 2 * chunk),
    ]);

  it("is refused where two chunks were swapped, or one came from another stream", async () => {
    const plain = randomBytes(3 * CHUNK_BYTES);
    const [one, two] = [await seal(plain), await seal(plain)];
    await expect(open(swap(one, HEAD, CHUNK))).rejects.toMatchObject({ fault: "damaged" });
    const mixed = Buffer.concat([one.subarray(0, HEAD + CHUNK), two.subarray(HEAD + CHUNK)]);
    await expect(open(mixed)).rejects.toMatchObject({ fault: "damaged" });
    const otherHead = Buffer.concat([two.subarray(0, HEAD), one.subarray(HEAD)]);
    await expect(open(otherHead)).rejects.toMatchObject({ fault: "damaged" });
  });

  it("(control) a swap passes where the nonce is random and no number is bound", async () => {
    const key = randomBytes(32);
    const naive = (plain: Buffer) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: TAG_BYTES });
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    };
    const openNaive = (chunk: Buffer) => {
      const decipher = createDecipheriv("chacha20-poly1305", key, chunk.subarray(0, 12), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(chunk.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(chunk.subarray(12, -TAG_BYTES)), decipher.final()]);
    };
    const plain = [randomBytes(100), randomBytes(100)] as const;
    const swapped = swap(Buffer.concat([naive(plain[0]), naive(plain[1])]), 0, 128);
    expect(openNaive(swapped.subarray(0, 128)).equals(plain[1])).toBe(true);
    expect(openNaive(swapped.subarray(128)).equals(plain[0])).toBe(true);
  });

  it("never seals two streams alike", async () => {
    const plain = Buffer.alloc(500);
    const [one, two] = [await seal(plain), await seal(plain)];
    expect(one.subarray(HEAD).equals(two.subarray(HEAD))).toBe(false);
  });
});
