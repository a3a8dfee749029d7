import type { LiveMessage } from "../api.js";

/** Least time between two messages of one listener, milliseconds. */
const PACE_MS = 500;

export interface LiveHub {
  publish(site: string, events: number, types: Readonly<Record<string, number>>): void;
  /** @returns Ends listening. `listener` gets at most one message every 500 ms: what happened since the last. */
  listen(site: string, listener: (message: LiveMessage) => void): () => void;
  /** Ends all listening, at shutdown; `onClose` callbacks run. */
  close(): void;
  onClose(act: () => void): () => void;
}

interface Listener {
  readonly tell: (message: LiveMessage) => void;
  events: number;
  types: Record<string, number>;
  timer: NodeJS.Timeout | null;
  last: number;
}

/** Tells open consoles that events were committed: counts by type only, nothing of what they hold. */
export function createLiveHub({ now = Date.now }: { now?: () => number } = {}): LiveHub {
  const sites = new Map<string, Set<Listener>>();
  const closing = new Set<() => void>();

  const flush = (listener: Listener) => {
    listener.timer = null;
    const { events, types } = listener;
    listener.events = 0;
    listener.types = {};
    listener.last = now();
    listener.tell({ at: listener.last, events, types });
  };

  return {
    publish(site, events, types) {
      for (const listener of sites.get(site) ?? []) {
        listener.events += events;
        for (const [type, count] of Object.entries(types)) {
          listener.types[type] = (listener.types[type] ?? 0) + count;
        }
        listener.timer ??= setTimeout(() => flush(listener), Math.max(0, listener.last + PACE_MS - now()));
      }
    },
    listen(site, tell) {
      const listener: Listener = {
        tell,
        events: 0,
        types: Object.create(null) as Record<string, number>,
        timer: null,
        last: 0,
      };
      const listeners = sites.get(site) ?? new Set();
      listeners.add(listener);
      sites.set(site, listeners);
      return () => {
        if (listener.timer !== null) clearTimeout(listener.timer);
        listeners.delete(listener);
        if (listeners.size === 0) sites.delete(site);
      };
    },
    close() {
      for (const act of closing) act();
      closing.clear();
    },
    onClose(act) {
      closing.add(act);
      return () => closing.delete(act);
    },
  };
}
