import "fake-indexeddb/auto";
import { decodeEnvelopes, encodeHeader, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createDelivery, type Delivery, type DeliveryOptions } from "./delivery.js";
import { type MemoryOutbox, memoryOutbox } from "./outbox/memory.js";
import { type DeviceOutbox, deviceOutbox } from "./outbox/on-device.js";
import { onDevice } from "./outbox/outbox.contract.js";
import type { SealedRecord, StreamHead } from "./states.js";
import type { Answer, Transport } from "./transport/transport.js";

const head = (id: string): StreamHead => ({
  id,
  header: encodeHeader(new Uint8Array(8), X25519_CHACHA20POLY1305, "shop"),
  enc: new Uint8Array(32),
  hello: new Uint8Array(80),
});
const mine = head("mine");
const record = (seq: number, stream = mine, length = 80): SealedRecord => ({
  stream,
  seq,
  ciphertext: new Uint8Array(length),
});
const STORED: Answer = { kind: "stored", rejected: [] };

/** A delivery, what it sent, and the answer that is given next. */
function start(exclusive: DeliveryOptions["exclusive"] = (run) => run()) {
  const sent: { seqs: number[]; leaving: boolean }[] = [];
  const state = { answer: STORED, room: 65_536, hold: null as Promise<void> | null, kept: false };
  const refusedKeys: string[] = [];
  const transport: Transport = {
    get room() {
      return state.room;
    },
    async send(body, leaving) {
      state.room -= leaving || state.kept ? body.length : 0;
      sent.push({
        seqs: decodeEnvelopes(body).flatMap(({ records }) => records.slice(1).map(({ seq }) => seq)),
        leaving,
      });
      await state.hold;
      return state.answer;
    },
  };
  const live: MemoryOutbox = memoryOutbox(Date.now);
  const delivery: Delivery = createDelivery(transport, {
    live,
    flushInterval: 2000,
    exclusive,
    onKeyRefused: (stream) => refusedKeys.push(stream),
    now: () => Date.now(),
    report: () => undefined,
  });
  return { sent, state, live, delivery, refusedKeys };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.spyOn(Math, "random").mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("delivery", () => {
  test("sends what came together, after its interval", async () => {
    const { delivery, sent, live } = start();
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(1500);
    delivery.push(record(2));
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(sent).toEqual([{ seqs: [1, 2], leaving: false }]);
    expect(live.bytes).toBe(0);
  });

  test("sends sooner when much has come together", async () => {
    const { delivery, sent } = start();
    for (let seq = 1; seq <= 4; seq++) delivery.push(record(seq, mine, 8000));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ seqs: [1, 2, 3, 4], leaving: false }]);
  });

  test("a dead collector gets each record again, ever less often, and then once", async () => {
    const { delivery, sent, state, live } = start();
    state.answer = { kind: "retry", after: null };
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(60_000);
    // 2 s after the event, and then after 2 s at least, 2, 4, 8, 16 and 32
    expect(sent).toHaveLength(6);
    state.answer = STORED;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toHaveLength(7);
    expect(live.bytes).toBe(0);
  });

  test("new events do not shorten the wait that the collector asked for", async () => {
    const { delivery, sent, state } = start();
    state.answer = { kind: "retry", after: 60_000 };
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(2000);
    for (let seq = 2; seq < 40; seq++) delivery.push(record(seq, mine, 8000));
    void delivery.flush();
    delivery.leave();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(sent).toHaveLength(1);
    state.answer = STORED;
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent.length).toBeGreaterThan(1);
  });

  test("what was refused for good is not sent again", async () => {
    const { delivery, sent, state, live, refusedKeys } = start();
    state.answer = { kind: "refused", status: 403 };
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(2000);
    state.answer = { kind: "stored", rejected: [{ stream: "mine", seq: 2, reason: "key" }] };
    delivery.push(record(2));
    await vi.advanceTimersByTimeAsync(100_000);
    expect(sent).toHaveLength(2);
    expect(live.bytes).toBe(0);
    expect(refusedKeys).toEqual(["mine"]);
  });

  test("a closing page hands everything over before leave returns", () => {
    const { delivery, sent } = start();
    for (let seq = 1; seq <= 3; seq++) delivery.push(record(seq));
    delivery.leave();
    expect(sent).toEqual([{ seqs: [1, 2, 3], leaving: true }]);
    // A second pagehide, or visibilitychange after it, does not send the same again.
    delivery.leave();
    expect(sent).toHaveLength(1);
  });

  test("a closing page hands over what the budget allows, oldest first", () => {
    const { delivery, sent, state } = start();
    state.room = 10_000;
    for (let seq = 1; seq <= 3; seq++) delivery.push(record(seq, mine, 4000));
    delivery.leave();
    expect(sent).toEqual([{ seqs: [1, 2], leaving: true }]);
  });

  test.each([
    [true, [2]],
    [false, [1, 2]],
  ])("a closing page leaves out what a request carries already that outlives it: %s", async (kept, wanted) => {
    const { delivery, sent, state } = start();
    state.kept = kept;
    state.hold = new Promise(() => undefined);
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(2000);
    delivery.push(record(2));
    delivery.leave();
    expect(sent).toEqual([
      { seqs: [1], leaving: false },
      { seqs: wanted, leaving: true },
    ]);
  });

  test("a page that comes back sends again what was not acknowledged", async () => {
    const { delivery, sent, state } = start();
    state.answer = { kind: "retry", after: null };
    delivery.push(record(1));
    delivery.leave();
    await vi.advanceTimersByTimeAsync(0);
    state.answer = STORED;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([
      { seqs: [1], leaving: true },
      { seqs: [1], leaving: false },
    ]);
  });

  test("a slow answer does not let the same records out twice", async () => {
    const { delivery, sent, state } = start();
    let release = (): void => undefined;
    state.hold = new Promise((done) => (release = done));
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(2000);
    void delivery.flush();
    delivery.push(record(2));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(({ seqs }) => seqs)).toEqual([[1]]);
    state.hold = null;
    release();
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.map(({ seqs }) => seqs)).toEqual([[1], [2]]);
  });
});

describe("with an outbox on the device", () => {
  const ALL = { records: Infinity, bytes: Infinity };
  let count = 0;
  const device = () => onDevice(deviceOutbox(`delivery-${++count}`, () => Date.now()));
  /** Lets the device work, whose turns are timers too. */
  const done = async <T>(run: Promise<T> | T): Promise<T> => {
    let ended = false;
    const running = Promise.resolve(run).finally(() => (ended = true));
    while (!ended) await vi.advanceTimersByTimeAsync(1);
    return running;
  };

  test("sends what earlier pages left, and leaves alone what another tab has just added", async () => {
    const { delivery, sent } = start();
    const disk = device();
    await done(disk.add([record(5, head("old"))]));
    vi.setSystemTime(1_060_000);
    await done(disk.add([record(6, head("other"))]));
    delivery.useDisk(disk);
    await vi.advanceTimersByTimeAsync(2100);
    expect(sent.map(({ seqs }) => seqs)).toEqual([[5]]);
    // Nobody has come for it: its tab is gone.
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent.map(({ seqs }) => seqs)).toEqual([[5], [6]]);
    expect(await done(disk.peek(ALL))).toEqual([]);
  });

  test("does not send what another tab has delivered from the device", async () => {
    const { delivery, sent, state, live } = start();
    const disk = device();
    delivery.useDisk(disk);
    state.answer = { kind: "retry", after: 30_000 };
    delivery.push(record(1));
    delivery.push(record(2));
    await vi.advanceTimersByTimeAsync(2100);
    await done(disk.acknowledge(["mine/1"]));
    state.answer = STORED;
    await vi.advanceTimersByTimeAsync(40_000);
    expect(sent.map(({ seqs }) => seqs)).toEqual([[1, 2], [2]]);
    expect(live.bytes).toBe(0);
  });

  test("gives the device what comes together in one writing, and what comes at exit at once", async () => {
    const { delivery } = start();
    const added: number[][] = [];
    let finish = (): void => undefined;
    const add: DeviceOutbox["add"] = (records) => {
      added.push(records.map(({ seq }) => seq));
      return new Promise((done) => (finish = done));
    };
    delivery.useDisk({ ...device(), add });
    for (const seq of [1, 2, 3]) delivery.push(record(seq));
    await vi.advanceTimersByTimeAsync(1);
    expect(added).toEqual([[1, 2, 3]]);
    for (const seq of [4, 5]) delivery.push(record(seq));
    await vi.advanceTimersByTimeAsync(1);
    expect(added).toHaveLength(1);
    finish();
    await vi.advanceTimersByTimeAsync(1);
    expect(added.slice(1)).toEqual([[4, 5]]);
    delivery.push(record(6));
    delivery.leave();
    expect(added.slice(2)).toEqual([[6]]);
  });

  test("goes on in memory when the device fails", async () => {
    const { delivery, sent } = start();
    const fail = async (): Promise<never> => Promise.reject(new DOMException("full", "QuotaExceededError"));
    delivery.useDisk({ connect: fail, add: fail, acknowledge: fail, clear: fail, close: () => undefined });
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.map(({ seqs }) => seqs)).toEqual([[1]]);
  });

  test("goes on in memory when the device never answers", async () => {
    const { delivery, sent, live } = start();
    const hang = (): Promise<never> => new Promise(() => undefined);
    delivery.useDisk({ connect: hang, add: hang, acknowledge: hang, clear: hang, close: () => undefined });
    delivery.push(record(1));
    await vi.advanceTimersByTimeAsync(5000);
    delivery.push(record(2));
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.map(({ seqs }) => seqs)).toEqual([[1], [2]]);
    expect(live.bytes).toBe(0);
  });

  test("goes on in memory when the device stops answering half way", async () => {
    const { delivery, sent, live } = start();
    delivery.useDisk({ ...device(), acknowledge: () => new Promise(() => undefined) });
    for (const seq of [1, 2, 3]) {
      delivery.push(record(seq));
      await vi.advanceTimersByTimeAsync(5000);
    }
    expect(sent.map(({ seqs }) => seqs)).toEqual([[1], [2], [3]]);
    expect(live.bytes).toBe(0);
  });
});
