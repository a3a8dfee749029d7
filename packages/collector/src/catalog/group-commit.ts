import { CatalogError, type CommitOutcome, type CommitRequest } from "../ports/catalog.js";
import { encodeRow } from "./encode-row.js";
import type { GroupEntry } from "./write-group.js";

export interface GroupLimits {
  /** Events that may wait; beyond, a commit is refused as `overloaded`. 20,000. */
  readonly waitingEvents?: number;
  /** Bytes of events that may wait. 64 MiB. */
  readonly waitingBytes?: number;
  /** Events of one transaction: more make those in it wait longer than a sync to disk takes. 2,000. */
  readonly groupEvents?: number;
}

export interface GroupCommit {
  /** @throws {CatalogError} */
  commit(request: CommitRequest): Promise<readonly CommitOutcome[]>;
  /** Refuses what comes from now on, and resolves once all that waits was answered. */
  stop(): Promise<void>;
}

interface Waiting extends GroupEntry {
  readonly events: number;
  readonly bytes: number;
  resolve(outcomes: readonly CommitOutcome[]): void;
  reject(error: unknown): void;
}

/**
 * Gathers requests into groups that share one transaction and one sync to disk: those of one turn of the event loop,
 * and those that arrive while an earlier group is being written.
 *
 * @param write Commits a group. It throws CatalogError if the database as a whole failed, which fails every request of
 * the group. Any other error is one request's own: the group is then written one by one, so that it fails alone.
 */
export function createGroupCommit(
  write: (group: readonly GroupEntry[]) => Promise<readonly (readonly CommitOutcome[])[]>,
  { waitingEvents = 20_000, waitingBytes = 64 * 1024 * 1024, groupEvents = 2_000 }: GroupLimits = {},
): GroupCommit {
  let queue: Waiting[] = [];
  let events = 0;
  let bytes = 0;
  let running: Promise<void> | null = null;
  let stopped = false;

  async function run(): Promise<void> {
    while (queue.length > 0) {
      // A turn of the loop, in which other requests that have already arrived join.
      await new Promise((resolve) => setImmediate(resolve));
      const group = takeGroup();
      await settleGroup(group);
      for (const entry of group) {
        events -= entry.events;
        bytes -= entry.bytes;
      }
    }
    running = null;
  }

  function takeGroup(): Waiting[] {
    let size = 0;
    let count = 0;
    while (count < queue.length && (count === 0 || size + queue[count]!.events <= groupEvents)) {
      size += queue[count]!.events;
      count++;
    }
    const group = queue.slice(0, count);
    queue = queue.slice(count);
    return group;
  }

  async function settleGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await write(group);
      for (const [index, entry] of group.entries()) entry.resolve(outcomes[index]!);
    } catch (error) {
      if (error instanceof CatalogError || group.length === 1) for (const entry of group) entry.reject(error);
      else for (const entry of group) await settleGroup([entry]);
    }
  }

  return {
    async commit(request) {
      if (stopped) throw new CatalogError("closed", "The catalog is closed");
      const payloads = request.events.map(({ row }) => encodeRow(row));
      // A request without events costs about as much as an event.
      const size = request.events.length + 1;
      const aside = request.setAside ?? [];
      const length = [...payloads, ...aside.map(({ sealed }) => sealed)].reduce((sum, one) => sum + one.length, 0);
      if (events > 0 && (events + size > waitingEvents || bytes + length > waitingBytes)) {
        throw new CatalogError("overloaded", `${events} events wait for the catalog's disk already`);
      }
      events += size;
      bytes += length;
      return new Promise((resolve, reject) => {
        queue.push({ request, payloads, events: size, bytes: length, resolve, reject });
        running ??= run();
      });
    },

    async stop() {
      stopped = true;
      await running;
    },
  };
}
