import { type Log, SILENT } from "../log/log.js";
import type { Spool } from "../ports/catalog.js";
import { type EventStore, EventStoreError } from "../ports/event-store.js";
import { putBlock } from "./put-block.js";
import { verifyBlocks } from "./verify-blocks.js";

export interface DrainOptions {
  readonly spool: Spool;
  readonly store: EventStore;
  /**
   * Done between two inserts, at the start of each cycle: the removal of erased rows, which must not meet an insert of
   * rows that were read before the erasure. It never throws.
   */
  readonly between?: () => Promise<void>;
  /** @default says nothing */
  readonly log?: Log;
  readonly now?: () => number;
  /** Milliseconds that rows wait for company before they make a small block. @default 300 */
  readonly pace?: number;
  /** Rows that are worth a block at once. @default 500 */
  readonly batch?: number;
  /** Most rows of a block. @default 5000 */
  readonly most?: number;
  /** Milliseconds that drained rows stay in the spool, since a power cut may undo an insert. @default 10 minutes */
  readonly settleAfter?: number;
}

export interface DrainStats {
  /** Since the start: blocks and rows inserted, blocks that had to be replaced, attempts that failed. */
  readonly blocks: number;
  readonly rows: number;
  readonly replaced: number;
  readonly failures: number;
  /** Whether it waits for a store that does not answer. */
  readonly waiting: boolean;
}

export interface Drain {
  /** Rows were committed. @param rows How many, if known. */
  kick(rows?: number): void;
  /** Drains what it can within `limit` milliseconds; touches neither spool nor store after that. @default 10,000 */
  stop(limit?: number): Promise<void>;
  stats(): DrainStats;
}

const IDLE_MS = 5_000;
const BACK_OFF_MS = { first: 200, most: 2_000 };

/**
 * Moves acknowledged events from the spool into the event store, block by block, one at a time. It removes nothing from
 * the spool before the settling time has passed and the store was seen to hold it. Ingest never waits for it.
 */
export function createDrain(options: DrainOptions): Drain {
  const { spool, store, between = async () => undefined, log = SILENT, now = Date.now } = options;
  const { pace = 300, batch = 500, most = 5_000, settleAfter = 600_000 } = options;
  const settleEvery = Math.min(30_000, Math.max(settleAfter / 2, 50));
  const stats = { blocks: 0, rows: 0, replaced: 0, failures: 0, waiting: false };
  let timer: NodeJS.Timeout | undefined;
  let due = Infinity;
  let kicked = 0;
  let running: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;
  let ended = false;
  /** Whether the store may hold other rows than it said: after the start, a failure, or a crash of the engine. */
  let doubt = true;
  let restarts = store.restarts();
  /** Whether the spool had no block left when it was last asked. */
  let emptied = false;
  let pause = BACK_OFF_MS.first;
  let settled = now();

  /** Runs a cycle in `wait` milliseconds, or sooner if one is due sooner. */
  function schedule(wait: number): void {
    const at = Date.now() + wait;
    if (ended || stopping !== null || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(wake, wait).unref();
  }

  function wake(): void {
    due = Infinity;
    if (running !== null || ended) return;
    running = cycle().finally(() => {
      running = null;
      if (stats.waiting) schedule(pause);
      else schedule(kicked >= batch ? 0 : kicked > 0 || !emptied ? pace : IDLE_MS);
    });
  }

  /** @returns When there is nothing left that is worth a block now. Never throws. */
  async function cycle(): Promise<void> {
    try {
      await between();
      if (ended) return;
      if (store.restarts() !== restarts) doubt = true;
      if (doubt) {
        const came = store.restarts();
        await verifyBlocks({ spool, store }, await spool.unsettled(), replaced);
        restarts = came;
      }
      let rows: number;
      do rows = await drainBlock();
      while (!ended && rows > 0 && (rows >= batch || stopping !== null));
      if (!ended && now() - settled >= settleEvery) await settle();
      if (stats.waiting) log.info({ failures: stats.failures }, "draining again");
      stats.waiting = false;
      pause = BACK_OFF_MS.first;
    } catch (error) {
      doubt = true;
      stats.failures += 1;
      pause = stats.waiting ? Math.min(pause * 2, BACK_OFF_MS.most) : BACK_OFF_MS.first;
      // Time mends a store that is unavailable; a block that it refuses, or finds too heavy, it may refuse for ever.
      const refused = error instanceof EventStoreError && error.fault !== "unavailable";
      if (refused || !stats.waiting) log[refused ? "error" : "warn"]({ error, again: pause }, "draining waits");
      stats.waiting = true;
    }
  }

  async function drainBlock(): Promise<number> {
    kicked = 0;
    const block = await spool.next(most);
    emptied = block === null;
    if (block === null) {
      doubt = false;
      return 0;
    }
    if (ended) return 0;
    if (await putBlock(store, block, doubt)) replaced({ id: block.id, rows: block.rows.length, held: -1 });
    if (ended) return 0;
    await spool.drained(block.id, now());
    doubt = false;
    stats.blocks += 1;
    stats.rows += block.rows.length;
    return block.rows.length;
  }

  async function settle(): Promise<void> {
    settled = now();
    const before = settled - settleAfter;
    const old = (await spool.unsettled()).filter(({ drained }) => drained < before);
    if (old.length === 0 || ended) return;
    // The last look: what is not in the store now would be nowhere.
    await verifyBlocks({ spool, store }, old, replaced);
    if (!ended) await spool.settle(before);
  }

  function replaced({ id, rows, held }: { readonly id: number; readonly rows: number; readonly held: number }): void {
    stats.replaced += 1;
    log.warn({ block: id, rows, held }, "the event store held another number of rows: block replaced");
  }

  async function stop(limit: number): Promise<void> {
    clearTimeout(timer);
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => (late = setTimeout(resolve, limit)));
    const rest = (async () => {
      await running;
      if (!ended) await cycle();
    })();
    await Promise.race([rest, tooLate]);
    clearTimeout(late);
    ended = true;
  }

  schedule(0);
  return {
    kick(rows = 1) {
      kicked += rows;
      if (!stats.waiting && running === null) schedule(kicked >= batch ? 0 : pace);
    },
    stop: (limit = 10_000) => (stopping ??= stop(limit)),
    stats: () => ({ ...stats }),
  };
}
