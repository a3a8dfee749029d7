import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { indexedDbOutbox } from "./indexed-db.js";
import { outboxContract } from "./outbox.contract.js";

let count = 0;
outboxContract("in IndexedDB", (bounds, now) => indexedDbOutbox(`test-${++count}`, bounds, now));

test("two tabs see one outbox, and its bounds hold for both", async () => {
  const bounds = { records: 3, bytes: 1000 };
  const [one, other] = [indexedDbOutbox("shared", bounds), indexedDbOutbox("shared", bounds)];
  const stream = { id: "s", header: new Uint8Array(1), enc: new Uint8Array(1), hello: new Uint8Array(1) };
  const record = (seq: number) => ({ stream, seq, ciphertext: new Uint8Array(4) });
  await Promise.all([one.add([record(1), record(2)]), other.add([record(3), record(4)])]);
  expect(await one.peek({ records: 9, bytes: 99 })).toHaveLength(3);
  await other.acknowledge([1, 2, 3, 4].map((seq) => ({ stream: "s", seq })));
  expect(await one.peek({ records: 9, bytes: 99 })).toEqual([]);
});
