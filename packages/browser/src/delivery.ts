import { MAX_BODY_BYTES, MAX_BODY_RECORDS } from "@wayseal/protocol";
import type { Report } from "./guard.js";
import type { MemoryOutbox } from "./outbox/memory.js";
import type { Outbox, RecordId } from "./outbox/outbox.js";
import type { SealedRecord } from "./states.js";
import { backOff } from "./transport/back-off.js";
import { packBatch } from "./transport/batch.js";
import type { Answer, Transport } from "./transport/transport.js";

export interface DeliveryOptions {
  /** This page's records until they are acknowledged: what a closing page can reach without waiting. */
  readonly live: MemoryOutbox;
  readonly transport: Transport;
  /** Milliseconds from an event to its sending. */
  readonly interval: number;
  /** Runs one sending at a time over all tabs of the site. */
  readonly exclusive: <T>(run: () => Promise<T>) => Promise<T>;
  /** The collector refused the key of a stream; its id is given. */
  readonly onKeyRefused: (stream: string) => void;
  /** Wall clock. */
  readonly now: () => number;
  readonly report: Report;
}

export interface Delivery {
  /** Takes a sealed record to its outboxes and plans its sending. */
  push(record: SealedRecord): void;
  /** Sends what waits. Resolves when there is nothing left to try now. */
  flush(): Promise<void>;
  /** Hands all that the budget allows to requests that outlive the page, before it returns. */
  leave(): void;
  /** Changes the outbox on the device; null keeps records in memory only. */
  useDisk(disk: Outbox | null): void;
  stop(): void;
}

/** Enough has come together to send it before its time. */
const SOON_BYTES = 24 * 1024;
/** Records on the device that are younger belong to a tab that is about to send them itself. */
const ORPHAN_AGE = 10_000;
/** Milliseconds in which the device answers, or the page goes on without it. */
const PATIENCE = 2000;
const BODY = { records: MAX_BODY_RECORDS, bytes: MAX_BODY_BYTES };

export function createDelivery(options: DeliveryOptions): Delivery {
  const { live, transport, interval, exclusive, onKeyRefused, now, report } = options;
  let disk: Outbox | null = null;
  /** Streams of this page; and records of it that the device keeps as well. */
  const own = new Set<string>();
  const onDisk = new Set<string>();
  /** Records in requests that outlive the page and are not answered yet. */
  const handed = new Set<string>();
  let writes: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let orphanTimer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let failures = 0;
  /** The collector asked not to be called before; and our own back-off ends. Wall clock. */
  let closedUntil = 0;
  let restingUntil = 0;
  let stopped = false;

  const plan = (wait: number): void => {
    if (!stopped) timer ??= setTimeout(() => void flush(), wait);
  };

  const settle = async (records: readonly SealedRecord[], answer: Answer): Promise<boolean> => {
    if (answer.kind === "retry") {
      closedUntil = Math.max(closedUntil, now() + (answer.after ?? 0));
      restingUntil = closedUntil > now() ? closedUntil + backOff(0) : now() + backOff(failures++);
      return false;
    }
    failures = 0;
    if (answer.kind === "refused") report(new Error(`The collector refused a request: ${answer.status}`));
    const ids = records.map(idOf);
    live.acknowledge(ids);
    for (const record of records) onDisk.delete(keyOf(record));
    if (answer.kind === "stored") {
      for (const { stream, reason } of answer.rejected) {
        report(new Error(`The collector rejected a record: ${reason}`));
        if (reason === "key") onKeyRefused(stream);
      }
    }
    try {
      await within(disk, () => disk?.acknowledge(ids));
    } catch (fault) {
      // They go out once more, and the collector knows repeats.
      report(fault);
    }
    return true;
  };

  /** @returns Whether it makes sense to go on at once. */
  const sendOnce = async (): Promise<boolean> => {
    await within(disk, () => writes).catch(report);
    let records = live.peek(BODY, (record) => handed.has(keyOf(record)));
    const from = disk;
    if (from) {
      try {
        // Another tab may have delivered them from the device.
        const stored = records.filter((record) => onDisk.has(keyOf(record)));
        const held = new Set(
          (await within(from, () => from.held(stored.map(idOf)))).map(({ stream, seq }) => `${stream}/${seq}`),
        );
        const gone = stored.filter((record) => !held.has(keyOf(record)));
        live.acknowledge(gone.map(idOf));
        records = records.filter((record) => !gone.includes(record));
        const orphans = await within(from, () =>
          from.peek(BODY, ({ stream, queued }) => own.has(stream.id) || queued > now() - ORPHAN_AGE),
        );
        records = records.concat(orphans);
      } catch (fault) {
        report(fault);
      }
    }
    const batch = packBatch(records, MAX_BODY_BYTES, now());
    if (!batch || stopped) return false;
    const { room } = transport;
    const answer = transport.send(batch.body, false);
    // It took from what a closing page may hand over, so it outlives the page as well.
    const kept = transport.room < room ? batch.records.map(keyOf) : [];
    for (const key of kept) handed.add(key);
    try {
      return await settle(batch.records, await answer);
    } finally {
      for (const key of kept) handed.delete(key);
    }
  };

  const sendAlone = async (): Promise<boolean> => {
    let began = false;
    try {
      return await exclusive(() => {
        began = true;
        return sendOnce();
      });
    } catch (fault) {
      if (began) throw fault;
      // Locks are refused: sent twice, which the collector knows, is better than never.
      report(fault);
      return sendOnce();
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopped && now() >= restingUntil && (await (disk ? sendAlone() : sendOnce())));
    const left = live.peek({ records: 1, bytes: Infinity }).length;
    if (left || restingUntil > now()) plan(Math.max(interval, restingUntil - now()));
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (running ??= loop()
      .catch(report)
      .finally(() => {
        running = null;
      }));
  };

  return {
    push(record) {
      own.add(record.stream.id);
      live.add([record]);
      if (disk) write(disk, [record]);
      if (live.bytes > SOON_BYTES && now() >= restingUntil) void flush();
      else plan(Math.max(interval, restingUntil - now()));
    },
    flush,
    leave() {
      if (now() < closedUntil) return;
      for (;;) {
        const waiting = live.peek(BODY, (record) => handed.has(keyOf(record)));
        const batch = packBatch(waiting, transport.room, now());
        if (!batch) return;
        const keys = batch.records.map(keyOf);
        for (const key of keys) handed.add(key);
        // The request is under way when `send` returns; its answer matters only if the page comes back.
        void transport
          .send(batch.body, true)
          .then((answer) => settle(batch.records, answer))
          .catch(report)
          .finally(() => {
            for (const key of keys) handed.delete(key);
            plan(Math.max(interval, restingUntil - now()));
          });
      }
    },
    useDisk(next) {
      const before = disk;
      clearTimeout(orphanTimer);
      disk = next;
      onDisk.clear();
      before?.close();
      if (next) {
        write(next, live.peek({ records: Infinity, bytes: Infinity }));
        // What earlier pages left behind, and once more when the last of it is old enough to be taken.
        plan(interval);
        orphanTimer = setTimeout(() => void flush(), ORPHAN_AGE + interval);
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(orphanTimer);
      disk?.close();
    },
  };

  /** Waits for the device, but not for ever: one that does not answer is given up, and the page's memory stays. */
  async function within<T>(target: Outbox | null, run: () => T | Promise<T>): Promise<T> {
    let limit: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, fail) => {
      limit = setTimeout(() => {
        if (target && target === disk) {
          disk = null;
          onDisk.clear();
          target.close();
        }
        fail(new Error("The device's storage does not answer"));
      }, PATIENCE);
    });
    try {
      return await Promise.race([run(), silence]);
    } finally {
      clearTimeout(limit);
    }
  }

  function write(target: Outbox, records: readonly SealedRecord[]): void {
    if (!records.length) return;
    writes = writes.then(async () => {
      // Consent was withdrawn meanwhile.
      if (target !== disk) return;
      try {
        await within(target, () => target.add(records));
        for (const record of records) onDisk.add(keyOf(record));
      } catch (fault) {
        // Blocked or full: they stay in memory, as without consent.
        report(fault);
      }
    });
  }
}

function idOf({ stream, seq }: SealedRecord): RecordId {
  return { stream: stream.id, seq };
}

function keyOf({ stream, seq }: SealedRecord): string {
  return `${stream.id}/${seq}`;
}
