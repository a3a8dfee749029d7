import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { memoryOutbox } from "./memory.js";
import { type DeviceOutbox, deviceOutbox } from "./on-device.js";
import type { Bounds } from "./outbox.js";
import { onDevice, outboxContract } from "./outbox.contract.js";
import { reconcile } from "./reconcile.js";

const stream = { id: "s", header: new Uint8Array(1), enc: new Uint8Array(1), hello: new Uint8Array(1) };
let count = 0;
const open = (name: string, bounds?: Bounds, now = Date.now) => onDevice(deviceOutbox(name, now, bounds));
outboxContract("in IndexedDB", (bounds, now) => open(`test-${++count}`, bounds, now));

test("two tabs see one outbox, and its bounds hold for both", async () => {
  const bounds = { records: 3, bytes: 1000 };
  const [one, other] = [open("shared", bounds), open("shared", bounds)];
  const record = (seq: number) => ({ stream, seq, ciphertext: new Uint8Array(4) });
  await Promise.all([one.add([record(1), record(2)]), other.add([record(3), record(4)])]);
  expect(await one.peek({ records: 9, bytes: 99 })).toHaveLength(3);
  await other.acknowledge([1, 2, 3, 4].map((seq) => `s/${seq}`));
  expect(await one.peek({ records: 9, bytes: 99 })).toEqual([]);
});

test("what is added together is one transaction, with one request a record; so is what is acknowledged and what is read", async () => {
  const outbox = open("counted");
  const records = [1, 2, 3, 4, 5].map((seq) => ({ stream, seq, ciphertext: new Uint8Array(4) }));
  // The first looks whether the bounds hold, too.
  await outbox.add(records.slice(0, 1));
  const counts = { transaction: 0, put: 0, delete: 0, others: 0 };
  const spies = [
    vi.spyOn(IDBDatabase.prototype, "transaction").mockName("transaction"),
    vi.spyOn(IDBObjectStore.prototype, "put").mockName("put"),
    vi.spyOn(IDBObjectStore.prototype, "delete").mockName("delete"),
    ...(["get", "getKey", "count", "openCursor"] as const).map((name) =>
      vi.spyOn(IDBObjectStore.prototype, name).mockName("others"),
    ),
  ];
  const counted = async (run: () => unknown) => {
    for (const spy of spies) spy.mockClear();
    await run();
    return spies.reduce<Record<string, number>>(
      (sums, spy) => ({ ...sums, [spy.getMockName()]: (sums[spy.getMockName()] ?? 0) + spy.mock.calls.length }),
      { ...counts },
    );
  };
  expect(await counted(() => outbox.add(records))).toEqual({ transaction: 1, put: 5, delete: 0, others: 0 });
  expect(await counted(() => outbox.peek({ records: 9, bytes: 99 }))).toEqual({ ...counts, transaction: 1 });
  expect(await counted(() => outbox.acknowledge(["s/1", "s/2"]))).toEqual({ ...counts, transaction: 1, delete: 2 });
  vi.restoreAllMocks();
  expect(await outbox.held(["s/1", "s/3"])).toEqual(["s/3"]);
});

test("a full device fails the call, and leaves no rejection that nobody handles", async () => {
  const unhandled: unknown[] = [];
  const note = (fault: unknown): void => void unhandled.push(fault);
  process.on("unhandledRejection", note);
  // A function cannot be stored: IndexedDB refuses it as it refuses what does not fit.
  const bad = { stream, seq: 1, ciphertext: (() => 1) as unknown as Uint8Array };
  await expect(open("full").add([bad])).rejects.toThrow();
  const aborting = open("aborting");
  await aborting.add([{ stream, seq: 1, ciphertext: new Uint8Array(1) }]);
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
    const request = put.apply(this, args);
    this.transaction.abort();
    return request;
  };
  try {
    await expect(aborting.add([{ stream, seq: 2, ciphertext: new Uint8Array(1) }])).rejects.toThrow();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  await new Promise((done) => setTimeout(done, 50));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

test.each<[string, (outbox: DeviceOutbox) => unknown]>([
  ["adding", (outbox) => outbox.add([{ stream, seq: 1, ciphertext: new Uint8Array(1) }])],
  ["acknowledging", (outbox) => outbox.acknowledge(["s/1"])],
  [
    "comparing",
    (outbox) =>
      reconcile(
        ...([outbox, memoryOutbox(Date.now), new Set<string>(), 0] as const),
        async (run) => run(),
        () => undefined,
      ),
  ],
])("what is cleared stays so while %s: consent may be withdrawn at any moment", async (doing, run) => {
  for (let step = 0; step < 40; step++) {
    const name = `${doing}-${step}`;
    const outbox = open(name);
    const running = Promise.resolve(run(outbox)).catch(() => undefined);
    for (let turn = 0; turn < step; turn++) await new Promise((done) => setImmediate(done));
    await outbox.clear();
    await running;
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names, `after ${step} turns`).not.toContain(name);
  }
});
