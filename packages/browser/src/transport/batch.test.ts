import { decodeEnvelopes, MAX_BODY_BYTES } from "@wayseal/protocol";
import { encodeHeader, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { expect, test } from "vitest";
import type { SealedRecord, StreamHead } from "../states.js";
import { packBatch } from "./batch.js";

const head = (id: string): StreamHead => ({
  id,
  header: encodeHeader(new Uint8Array(8), X25519_CHACHA20POLY1305, "shop"),
  enc: new Uint8Array(32).fill(id.charCodeAt(0)),
  hello: new Uint8Array(400),
});
const [a, b] = [head("a"), head("b")] as [StreamHead, StreamHead];
const record = (stream: StreamHead, seq: number, length = 80): SealedRecord => ({
  stream,
  seq,
  ciphertext: new Uint8Array(length),
});

test("puts each stream in one envelope, its hello in front", () => {
  const batch = packBatch([record(a, 1), record(b, 4), record(a, 2)], MAX_BODY_BYTES, 1234.6);
  const envelopes = decodeEnvelopes(batch?.body as Uint8Array);
  expect(envelopes.map(({ sent, records }) => [sent, records.map(({ seq }) => seq)])).toEqual([
    [1235, [0, 1, 2]],
    [1235, [0, 4]],
  ]);
  expect(batch?.records).toHaveLength(3);
});

test("fills a body to its limit and not beyond", () => {
  const records = Array.from({ length: 600 }, (_, i) => record(a, i + 1));
  const one = 64 + 18 - 18 + 408;
  for (const limit of [0, one, one + 87, one + 88, one + 176, 64 * 1024, MAX_BODY_BYTES]) {
    const batch = packBatch(records, limit, 0);
    if (!batch) expect(limit).toBeLessThan(one + 88);
    else {
      expect(batch.body.length).toBeLessThanOrEqual(limit);
      expect(decodeEnvelopes(batch.body)[0]?.records).toHaveLength(batch.records.length + 1);
      if (batch.records.length < 499) expect(batch.body.length + 88).toBeGreaterThan(limit);
    }
  }
});

test("holds 500 records at most, hellos counted", () => {
  const records = Array.from({ length: 600 }, (_, i) => record(i % 2 ? a : b, i + 1, 20));
  expect(packBatch(records, MAX_BODY_BYTES, 0)?.records).toHaveLength(498);
});

test("is nothing without records", () => {
  expect(packBatch([], MAX_BODY_BYTES, 0)).toBeNull();
});
