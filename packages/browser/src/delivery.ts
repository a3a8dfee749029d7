import { MAX_BODY_BYTES, MAX_BODY_RECORDS } from "@wayseal/protocol";
import type { Report } from "./guard.js";
import type { DeviceOutbox } from "./outbox/on-device.js";
import type { MemoryOutbox } from "./outbox/memory.js";
import { keyOf } from "./outbox/outbox.js";
import { reconcile } from "./outbox/reconcile.js";
import type { SealedRecord } from "./states.js";
import { backOff } from "./transport/back-off.js";
import { packBatch } from "./transport/batch.js";
import type { Answer, Transport } from "./transport/transport.js";

export interface DeliveryOptions {
  /** This page's records until they are acknowledged: what a closing page can reach without waiting. */
  readonly live: MemoryOutbox;
  /** Milliseconds from an event to its sending. */
  readonly flushInterval: number;
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
  useDisk(disk: DeviceOutbox | null): void;
  stop(): void;
}

/** Enough has come together to send it before its time. */
const SOON_BYTES = 24 * 1024;
/** Records on the device that are younger belong to a tab that is about to send them itself. */
const ORPHAN_AGE = 10_000;
/** Milliseconds in which the device answers, or the page goes on without it. */
const PATIENCE = 2000;
const BODY = { records: MAX_BODY_RECORDS, bytes: MAX_BODY_BYTES };

export function createDelivery(transport: Transport, options: DeliveryOptions): Delivery {
  const { live, flushInterval, exclusive, onKeyRefused, now, report } = options;
  let disk: DeviceOutbox | null = null;
  /** Records of this page that the device keeps as well. */
  const onDisk = new Set<string>();
  /** Records in requests that outlive the page and are not answered yet. */
  const handed = new Set<string>();
  const isHanded = (record: SealedRecord): boolean => handed.has(keyOf(record));
  /** What the device has not been given yet: of one turn, or of more while it is at the writing before. */
  let unwritten: SealedRecord[] = [];
  let writes: Promise<void> = Promise.resolve();
  const writeSoon = (): void => {
    writes = writes.then(write);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let orphanTimer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let failures = 0;
  /** The collector asked not to be called before; and our own back-off ends. Wall clock. */
  let closedUntil = 0;
  let restingUntil = 0;
  let stopped = false;

  const plan = (): void => {
    if (!stopped) timer ??= setTimeout(() => void flush(), Math.max(flushInterval, restingUntil - now()));
  };

  const settle = async (keys: readonly string[], answer: Answer): Promise<boolean> => {
    if (answer.kind === "retry") {
      closedUntil = Math.max(closedUntil, now() + (answer.after ?? 0));
      restingUntil = closedUntil > now() ? closedUntil + backOff(0) : now() + backOff(failures++);
      return false;
    }
    failures = 0;
    live.acknowledge(keys);
    for (const key of keys) onDisk.delete(key);
    if (answer.kind === "refused") report(new Error(`Refused: ${answer.status}`));
    else {
      for (const { stream, reason } of answer.rejected) {
        report(new Error(`Refused: ${reason}`));
        if (reason === "key") onKeyRefused(stream);
      }
    }
    // Where this fails they go out once more, and the collector knows repeats.
    await within(disk, () => disk?.acknowledge(keys)).catch(report);
    return true;
  };

  /** @returns Whether it makes sense to go on at once. The request is under way before this returns. */
  const send = async (records: readonly SealedRecord[], limit: number, leaving: boolean): Promise<boolean> => {
    const batch = packBatch(records, limit, now());
    if (!batch || stopped) return false;
    const keys = batch.records.map(keyOf);
    const { room } = transport;
    const answer = transport.send(batch.body, leaving);
    // What takes from what a closing page may hand over outlives the page.
    const kept = leaving || transport.room < room ? keys : [];
    for (const key of kept) handed.add(key);
    try {
      return await settle(keys, await answer);
    } finally {
      for (const key of kept) handed.delete(key);
    }
  };

  const sendOnce = async (): Promise<boolean> => {
    await writes;
    const from = disk;
    const before = now() - ORPHAN_AGE;
    const orphans = from ? await reconcile(from, live, onDisk, before, (run) => within(from, run), report) : [];
    return send(live.peek(BODY, isHanded).concat(orphans), MAX_BODY_BYTES, false);
  };

  const loop = async (): Promise<void> => {
    while (!stopped && now() >= restingUntil && (await (disk ? exclusive(sendOnce) : sendOnce())));
    if (live.bytes || restingUntil > now()) plan();
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

  const useDisk = (next: DeviceOutbox | null): void => {
    disk?.close();
    clearTimeout(orphanTimer);
    disk = next;
    onDisk.clear();
    unwritten = next ? live.peek({ records: Infinity, bytes: Infinity }) : [];
    if (!next) return;
    writeSoon();
    // What earlier pages left behind, and once more when the last of it is old enough to be taken.
    plan();
    orphanTimer = setTimeout(() => void flush(), ORPHAN_AGE + flushInterval);
  };

  /** Waits for the device, but not for ever: one that does not answer is given up, and the page's memory stays. */
  const within = async <T>(target: DeviceOutbox | null, run: () => T | Promise<T>): Promise<T> => {
    let limit: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, fail) => {
      limit = setTimeout(() => {
        if (target && target === disk) useDisk(null);
        fail(new Error("Storage is silent"));
      }, PATIENCE);
    });
    try {
      return await Promise.race([run(), silence]);
    } finally {
      clearTimeout(limit);
    }
  };

  /** Writes what waits to the device, at once. Never rejects. */
  const write = async (): Promise<void> => {
    const target = disk;
    const records = unwritten.splice(0);
    if (!target || !records.length) return;
    try {
      await within(target, () => target.add(records));
      for (const record of records) onDisk.add(keyOf(record));
    } catch (fault) {
      // Blocked or full: they stay in memory, as without consent.
      report(fault);
    }
  };

  return {
    push(record) {
      live.add([record]);
      if (disk) {
        unwritten.push(record);
        writeSoon();
      }
      if (live.bytes > SOON_BYTES && now() >= restingUntil) void flush();
      else plan();
    },
    flush,
    leave() {
      // A page that closes cannot wait for the writing before.
      void write();
      if (now() < closedUntil) return;
      for (let before = -1; before < handed.size;) {
        before = handed.size;
        // Its answer matters only if the page comes back.
        void send(live.peek(BODY, isHanded), transport.room, true).catch(report).finally(plan);
      }
    },
    useDisk,
    stop() {
      stopped = true;
      clearTimeout(timer);
      useDisk(null);
    },
  };
}
