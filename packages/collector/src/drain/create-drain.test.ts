import { afterEach, describe, expect, it, vi } from "vitest";
import { EventStoreError, type EventStore } from "../ports/event-store.js";
import type { SpoolBlock } from "../ports/catalog.js";
import { storedEvent } from "../../test/stored-event.js";
import { createDrain, type Drain, type DrainOptions } from "./create-drain.js";
import { memorySpool } from "../../test/memory-spool.js";

/** A store in memory that remembers tokens as ClickHouse does, and fails as it is told. */
function memoryStore() {
  const held = new Map<number, number>();
  const tokens = new Set<number>();
  const state = {
    down: false,
    restarts: 0,
    inserts: [] as number[],
    replaced: [] as number[],
    /** Called in the place of an insert, with what the insert would do. */
    fault: null as ((block: SpoolBlock, apply: (rows?: number) => void) => void) | null,
  };
  const unavailable = () => new EventStoreError("unavailable", "down");
  const apply = (block: SpoolBlock, rows = block.rows.length) => {
    if (!tokens.has(block.id)) held.set(block.id, (held.get(block.id) ?? 0) + rows);
    tokens.add(block.id);
  };
  const store: EventStore = {
    insert: async (block) => {
      if (state.down) throw unavailable();
      state.inserts.push(block.rows.length);
      const { fault } = state;
      if (fault === null) return apply(block);
      state.fault = null;
      fault(block, (rows) => apply(block, rows));
      throw unavailable();
    },
    counts: async (blocks) => {
      if (state.down) throw unavailable();
      return new Map(blocks.map((id) => [id, held.get(id) ?? 0]));
    },
    replace: async (block) => {
      if (state.down) throw unavailable();
      state.replaced.push(block.id);
      held.set(block.id, block.rows.length);
    },
    rowsOf: async () => new Map<string, number>(),
    archive: {
      columns: [],
      count: async () => 0,
      blocks: async () => [],
      read: async () => Buffer.alloc(0),
      load: async () => undefined,
      clear: async () => undefined,
    },
    remove: async () => {},
    overwrite: async () => {},
    expired: async () => [],
    expire: async () => {},
    ask: async () => [],
    ready: async () => !state.down,
    restarts: () => state.restarts,
    close: async () => {},
  };
  return { store, state, held, tokens, total: () => [...held.values()].reduce((sum, rows) => sum + rows, 0) };
}

const rows = (count: number) => Array.from({ length: count }, (_, seq) => storedEvent({ seq }));

describe("createDrain", () => {
  const drains: Drain[] = [];
  const start = (options: Omit<DrainOptions, "pace">) => {
    const drain = createDrain({ pace: 20, ...options });
    drains.push(drain);
    return drain;
  };
  afterEach(() => Promise.all(drains.splice(0).map((drain) => drain.stop(100))));

  it("inserts what waits already when it starts", async () => {
    const spool = memorySpool();
    const { store, total } = memoryStore();
    spool.add(rows(7));
    start({ spool, store });
    await vi.waitFor(() => expect(total()).toBe(7));
    expect(await spool.unsettled()).toMatchObject([{ id: 1, rows: 7 }]);
  });

  it("lets few rows wait for company, and many not", async () => {
    const spool = memorySpool();
    const { store, state, total } = memoryStore();
    const drain = start({ spool, store, batch: 100 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (let time = 0; time < 5; time += 1) {
      spool.add(rows(2));
      drain.kick(2);
    }
    await vi.waitFor(() => expect(total()).toBe(10));
    expect(state.inserts).toEqual([10]);
    spool.add(rows(100));
    drain.kick(100);
    await new Promise((resolve) => setTimeout(resolve, 8));
    expect(state.inserts).toEqual([10, 100]);
  });

  it("cuts a backlog into blocks of the most rows", async () => {
    const spool = memorySpool();
    const { store, state, total } = memoryStore();
    spool.add(rows(2_350));
    start({ spool, store, most: 1_000 });
    await vi.waitFor(() => expect(total()).toBe(2_350));
    expect(state.inserts).toEqual([1_000, 1_000, 350]);
  });

  it("takes rows that come while a block is under way", async () => {
    const spool = memorySpool();
    const { store, total } = memoryStore();
    const drain = start({ spool, store });
    for (let time = 0; time < 50; time += 1) {
      spool.add(rows(3));
      drain.kick();
      await new Promise((resolve) => setTimeout(resolve, time % 4));
    }
    await vi.waitFor(() => expect(total()).toBe(150));
  });

  it("waits while the store is down, and goes on", async () => {
    const spool = memorySpool();
    const { store, state, total } = memoryStore();
    state.down = true;
    spool.add(rows(5));
    const warn = vi.fn();
    const drain = start({ spool, store, log: { info: vi.fn(), warn, error: vi.fn() } });
    await vi.waitFor(() => expect(drain.stats()).toMatchObject({ waiting: true, failures: 2 }), 3_000);
    expect(warn).toHaveBeenCalledTimes(1);
    spool.add(rows(5));
    drain.kick(5);
    state.down = false;
    await vi.waitFor(() => expect(total()).toBe(10), 3_000);
    expect(drain.stats()).toMatchObject({ waiting: false, rows: 10 });
  });

  it.each(["too-heavy", "failed"] as const)("says as an error that the store finds a block %s", async (fault) => {
    const spool = memorySpool();
    const { store } = memoryStore();
    spool.add(rows(5));
    const [warn, error] = [vi.fn(), vi.fn()];
    const insert = () => Promise.reject(new EventStoreError(fault, "refused"));
    start({ spool, store: { ...store, insert }, log: { info: vi.fn(), warn, error } });
    await vi.waitFor(() => expect(error).toHaveBeenCalled(), 3_000);
    expect(warn).not.toHaveBeenCalled();
  });

  const FAULTS: readonly [
    string,
    (block: SpoolBlock, apply: (rows?: number) => void, store: ReturnType<typeof memoryStore>) => void,
  ][] = [
    ["before it did anything", () => {}],
    ["after all of it", (_, apply) => apply()],
    ["after the token was noted and before the rows", (_, apply) => apply(0)],
    ["after a part of the rows", (_, apply) => apply(3)],
  ];
  it.each(FAULTS)("has each row once when the store fails %s", async (_, fault) => {
    const spool = memorySpool();
    const made = memoryStore();
    made.state.fault = (block, apply) => fault(block, apply, made);
    spool.add(rows(9));
    start({ spool, store: made.store });
    await vi.waitFor(async () => expect(await spool.unsettled()).toHaveLength(1), 5_000);
    expect(made.total()).toBe(9);
  });

  it("compares counts after it starts, and replaces what is missing, short or doubled", async () => {
    const spool = memorySpool();
    const { store, state, held, total } = memoryStore();
    for (const count of [4, 5, 6, 7]) {
      spool.add(rows(count));
      const block = await spool.next(100);
      await store.insert(block!);
      await spool.drained(block!.id, Date.now());
    }
    held.delete(1);
    held.set(2, 3);
    held.set(3, 13);
    const drain = start({ spool, store });
    await vi.waitFor(() => expect(drain.stats().replaced).toBe(3));
    expect(state.replaced).toEqual([1, 2, 3]);
    expect(total()).toBe(22);
  });

  it("compares counts after the engine came back", async () => {
    const spool = memorySpool();
    const { store, state, held, total } = memoryStore();
    const drain = start({ spool, store });
    spool.add(rows(4));
    drain.kick();
    await vi.waitFor(() => expect(total()).toBe(4));
    held.clear();
    state.restarts = 1;
    drain.kick();
    await vi.waitFor(() => expect(total()).toBe(4));
    expect(state.replaced).toEqual([1]);
  });

  it("settles blocks after the settling time, and not before the store was seen to hold them", async () => {
    const spool = memorySpool();
    const { store, held, total } = memoryStore();
    let clock = 1_000_000;
    const drain = start({ spool, store, now: () => clock, settleAfter: 1_000 });
    spool.add(rows(4));
    drain.kick();
    await vi.waitFor(() => expect(total()).toBe(4));
    clock += 900;
    drain.kick();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(spool.blocks()).toHaveLength(1);
    held.clear();
    clock += 600;
    drain.kick();
    await vi.waitFor(() => expect(spool.blocks()).toHaveLength(0));
    expect(total()).toBe(4);
  });

  it("drains what is left when it is stopped, and touches nothing afterwards", async () => {
    const spool = memorySpool();
    const { store, state, total } = memoryStore();
    const drain = start({ spool, store, most: 10 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    spool.add(rows(95));
    drain.kick(95);
    await drain.stop();
    expect(total()).toBe(95);
    spool.add(rows(5));
    drain.kick(500);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(state.inserts).toHaveLength(10);
  });

  it("stops in time though the store hangs", async () => {
    const spool = memorySpool();
    const { store } = memoryStore();
    let hung = false;
    spool.add(rows(5));
    const insert = () => {
      hung = true;
      return new Promise<void>(() => {});
    };
    const drain = start({ spool, store: { ...store, insert } });
    await vi.waitFor(() => expect(hung).toBe(true));
    const began = Date.now();
    await drain.stop(60);
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(await spool.depth()).toBe(1);
  });
});
