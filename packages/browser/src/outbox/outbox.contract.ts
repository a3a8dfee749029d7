import { describe, expect, test } from "vitest";
import type { SealedRecord, StreamHead } from "../states.js";
import type { MemoryOutbox } from "./memory.js";
import type { DeviceOutbox } from "./on-device.js";
import { type Bounds, keyOf } from "./outbox.js";
import { heldRows, peekRows } from "./rows.js";

type Awaitable<T> = T | Promise<T>;

/** What an outbox does, wherever it is. */
export interface Outbox {
  add(...asked: Parameters<DeviceOutbox["add"]>): Awaitable<void>;
  peek(...asked: Parameters<MemoryOutbox["peek"]>): Awaitable<SealedRecord[]>;
  /** @returns Those of the keys whose records are still here. */
  held(keys: readonly string[]): Awaitable<string[]>;
  acknowledge(keys: readonly string[]): Awaitable<void>;
  clear(): Awaitable<void>;
  close(): void;
}

const head = (id: string): StreamHead => ({
  id,
  header: Uint8Array.of(1, 2),
  enc: new Uint8Array(32).fill(7),
  hello: Uint8Array.of(9),
});
const record = (stream: string, seq: number, length = 10): SealedRecord => ({
  stream: head(stream),
  seq,
  ciphertext: new Uint8Array(length).fill(seq),
});
const ALL: Bounds = { records: 1000, bytes: 1_000_000 };
const names = (records: readonly SealedRecord[]): string[] => records.map(({ stream, seq }) => `${stream.id}${seq}`);

/** The one in memory, with what a page never asks of it: what it holds, and to let go of it. */
export function inMemory(outbox: MemoryOutbox): Outbox {
  const all = (): string[] => outbox.peek({ records: Infinity, bytes: Infinity }).map(keyOf);
  return { ...outbox, held: (keys) => all().filter((key) => keys.includes(key)), close: () => undefined };
}

/** The one on the device, with what reads it. */
export function onDevice(outbox: DeviceOutbox): DeviceOutbox & Outbox {
  return {
    ...outbox,
    peek: async (...asked) => peekRows(await outbox.connect(), ...asked),
    held: async (keys) => heldRows(await outbox.connect(), keys),
  };
}

/** What every outbox must do. `open` gives an empty one. */
export function outboxContract(
  name: string,
  open: (bounds: Bounds, now: () => number) => Outbox | Promise<Outbox>,
): void {
  describe(`the outbox ${name}`, () => {
    let clock = 0;
    const start = async (bounds = ALL): Promise<Outbox> => open(bounds, () => ++clock);

    test("gives records back whole, oldest first", async () => {
      const outbox = await start();
      await outbox.add([record("a", 1), record("a", 2)]);
      await outbox.add([record("b", 1)]);
      const records = await outbox.peek(ALL);
      expect(names(records)).toEqual(["a1", "a2", "b1"]);
      expect(records[1]).toMatchObject(record("a", 2));
    });

    test("keeps records until they are acknowledged, by identity and not by position", async () => {
      const outbox = await start();
      await outbox.add([record("a", 1), record("a", 2), record("b", 1)]);
      await outbox.peek(ALL);
      await outbox.acknowledge(["a/2", "unknown/9"]);
      expect(names(await outbox.peek(ALL))).toEqual(["a1", "b1"]);
      await outbox.acknowledge(["a/2"]);
      expect(names(await outbox.peek(ALL))).toEqual(["a1", "b1"]);
    });

    test("says which records it still holds", async () => {
      const outbox = await start();
      await outbox.add([record("a", 1)]);
      expect(await outbox.held(["a/1", "a/2"])).toEqual(["a/1"]);
    });

    test("keeps a record once that is added twice", async () => {
      const outbox = await start();
      await outbox.add([record("a", 1)]);
      await outbox.add([record("a", 1), record("a", 2)]);
      expect(names(await outbox.peek(ALL))).toEqual(["a1", "a2"]);
    });

    test.each([
      [{ records: 0, bytes: 1000 }, []],
      [{ records: 1, bytes: 1000 }, ["a1"]],
      [{ records: 3, bytes: 1000 }, ["a1", "a2", "a3"]],
      [{ records: 9, bytes: 9 }, []],
      [{ records: 9, bytes: 10 }, ["a1"]],
      [{ records: 9, bytes: 29 }, ["a1", "a2"]],
    ])("peeks within %j", async (bounds, wanted) => {
      const outbox = await start();
      await outbox.add([record("a", 1), record("a", 2), record("a", 3)]);
      expect(names(await outbox.peek(bounds))).toEqual(wanted);
    });

    test("skips what it is told to skip, and says when a record came", async () => {
      const outbox = await start();
      await outbox.add([record("a", 1)]);
      const between = clock;
      await outbox.add([record("b", 1), record("c", 1)]);
      expect(names(await outbox.peek(ALL, ({ stream }) => stream.id === "b"))).toEqual(["a1", "c1"]);
      expect(names(await outbox.peek(ALL, ({ queued }) => queued > between))).toEqual(["a1"]);
    });

    test.each([
      ["records", { records: 3, bytes: 1000 }],
      ["bytes", { records: 100, bytes: 39 }],
    ])("forces the oldest out at its bound of %s", async (_, bounds) => {
      const outbox = await start(bounds);
      await outbox.add([record("a", 1), record("a", 2), record("a", 3)]);
      expect(names(await outbox.peek(ALL))).toEqual(["a1", "a2", "a3"]);
      await outbox.add([record("b", 1), record("b", 2)]);
      expect(names(await outbox.peek(ALL))).toEqual(["a3", "b1", "b2"]);
      await outbox.acknowledge(["a/3"]);
      await outbox.add([record("b", 3)]);
      expect(names(await outbox.peek(ALL))).toEqual(["b1", "b2", "b3"]);
    });

    test("takes a later record of a stream whose earlier ones are gone", async () => {
      const outbox = await start();
      await outbox.add([record("a", 1)]);
      await outbox.acknowledge(["a/1"]);
      await outbox.add([record("a", 2)]);
      expect((await outbox.peek(ALL))[0]).toMatchObject(record("a", 2));
    });

    test("clears, and goes on after it was closed", async () => {
      const outbox = await start();
      await outbox.add([record("a", 1)]);
      await outbox.clear();
      expect(await outbox.peek(ALL)).toEqual([]);
      outbox.close();
      await outbox.add([record("a", 2)]);
      expect(names(await outbox.peek(ALL))).toEqual(["a2"]);
    });
  });
}
