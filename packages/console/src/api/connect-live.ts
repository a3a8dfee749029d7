import type { LiveMessage } from "@wayseal/collector/api";

/** `polling`: the stream did not come up several times, so the page asks on a timer and goes on trying. */
export type LiveState = "connecting" | "live" | "reconnecting" | "polling";

export interface LiveOptions {
  readonly url: URL;
  readonly onMessage: (message: LiveMessage) => void;
  /** While polling, and after each reconnect: something may have arrived unseen. */
  readonly onGap: () => void;
  readonly onState: (state: LiveState) => void;
  readonly open?: (url: URL) => EventSource;
  readonly random?: () => number;
}

const FIRST_RETRY = 1_000;
const LAST_RETRY = 15_000;
const POLL_EVERY = 10_000;
/** Tries in a row without an opened stream before the page falls back on polling. */
const TRIES_BEFORE_POLLING = 3;

/**
 * Follows `/v1/live`. EventSource retries by itself only where the connection was cut, not after an error answer, so
 * all retrying is done here, with full jitter.
 *
 * @returns A function that closes it.
 */
export function connectLive(options: LiveOptions): () => void {
  const { url, onMessage, onGap, onState, open = (url) => new EventSource(url), random = Math.random } = options;
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let opened = false;

  const poll = setInterval(() => {
    if (failures >= TRIES_BEFORE_POLLING) onGap();
  }, POLL_EVERY);

  const connect = () => {
    source = open(url);
    source.onopen = () => {
      if (opened || failures > 0) onGap();
      opened = true;
      failures = 0;
      onState("live");
    };
    const take = (event: MessageEvent<unknown>) => {
      const message = readMessage(event.data);
      if (message !== null) onMessage(message);
    };
    source.addEventListener("committed", take);
    source.onmessage = take;
    source.onerror = () => {
      source?.close();
      failures++;
      onState(failures >= TRIES_BEFORE_POLLING ? "polling" : "reconnecting");
      const limit = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(failures, 10));
      retry = setTimeout(connect, FIRST_RETRY / 2 + random() * limit);
    };
  };

  onState("connecting");
  connect();
  return () => {
    clearTimeout(retry);
    clearInterval(poll);
    source?.close();
  };
}

/** @returns The message, or null if it is not one. */
function readMessage(data: unknown): LiveMessage | null {
  if (typeof data !== "string") return null;
  try {
    const value = JSON.parse(data) as Partial<LiveMessage> | null;
    if (value === null || typeof value !== "object") return null;
    const { at, events, types } = value;
    if (typeof at !== "number" || typeof events !== "number" || !Number.isFinite(events) || events < 0) return null;
    return { at, events, types: typeof types === "object" && types !== null ? types : {} };
  } catch {
    // A cut message: the next one, or the refetch after reconnecting, brings what it would have.
    return null;
  }
}
