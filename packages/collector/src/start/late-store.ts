import { EventStoreError, type EventStore } from "../ports/event-store.js";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export interface LateStoreOptions {
  readonly open: () => Promise<EventStore>;
  /** It answers from now on. */
  readonly onOpen?: () => void;
  /** It could not be opened; it is tried again after `again` milliseconds. */
  readonly onFailure?: (error: unknown, again: number) => void;
}

/**
 * An event store that opens in the background, so that envelopes are taken while the engine starts, or fails to. Until
 * then it is `unavailable`.
 */
export function lateStore({ open, onOpen, onFailure }: LateStoreOptions): EventStore {
  let store: EventStore | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let opening: Promise<void> = Promise.resolve();

  const begin = (pause: number) => {
    opening = open().then(
      async (opened) => {
        if (closed) return opened.close();
        store = opened;
        onOpen?.();
      },
      (error: unknown) => {
        if (closed) return;
        onFailure?.(error, pause);
        timer = setTimeout(() => begin(Math.min(pause * 2, LONGEST_PAUSE_MS)), pause);
      },
    );
  };
  begin(FIRST_PAUSE_MS);

  const now = (): EventStore => {
    if (store === null) throw new EventStoreError("unavailable", "The event store is still starting");
    return store;
  };
  return {
    insert: async (block) => now().insert(block),
    counts: async (blocks) => now().counts(blocks),
    replace: async (block) => now().replace(block),
    rowsOf: async (site, subjects) => now().rowsOf(site, subjects),
    remove: async (site, subjects) => now().remove(site, subjects),
    overwrite: async () => now().overwrite(),
    expired: async (which) => now().expired(which),
    expire: async (which) => now().expire(which),
    ask: async (question) => now().ask(question),
    archive: {
      count: async (after, upTo) => now().archive.count(after, upTo),
      blocks: async (after, upTo) => now().archive.blocks(after, upTo),
      get columns() {
        return now().archive.columns;
      },
      read: async (first, last, columns) => now().archive.read(first, last, columns),
      load: async (rows, columns) => now().archive.load(rows, columns),
      clear: async () => now().archive.clear(),
    },
    ready: async () => store !== null && (await store.ready()),
    restarts: () => store?.restarts() ?? 0,
    async close() {
      closed = true;
      clearTimeout(timer);
      await opening;
      await store?.close();
    },
  };
}
