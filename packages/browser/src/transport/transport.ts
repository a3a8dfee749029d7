import type { Rejected } from "@wayseal/protocol";
import { ask } from "../ask.js";
import { attempt } from "../guard.js";
import { readRetryAfter } from "./retry-after.js";

/** What became of a body. */
export type Answer =
  /** All of it is dealt with for good; `rejected` lists what was refused. */
  | { readonly kind: "stored"; readonly rejected: readonly Rejected[] }
  /** The request as a whole was refused for good. */
  | { readonly kind: "refused"; readonly status: number }
  /** Nothing is known to be stored: send it again, not before `after` milliseconds where the collector said so. */
  | { readonly kind: "retry"; readonly after: number | null };

export interface Transport {
  /** Bytes that a closing page may still hand over. */
  readonly room: number;
  /**
   * Sends one body. The request is under way before this returns.
   *
   * @param leaving The page may be gone at any moment: only a request that outlives it will do.
   * @returns Never rejects.
   */
  send(body: Uint8Array, leaving: boolean): Promise<Answer>;
}

/** What a browser can do for a page that closes. */
export interface ExitMeans {
  /** Whether fetch knows `keepalive`. */
  readonly keepalive: boolean;
  /** Used only where it does not. */
  readonly beacon: ((url: string, body: Blob) => boolean) | undefined;
}

/** What all keepalive requests of a page may carry at once (Fetch §4.6). */
const KEEPALIVE_BUDGET = 64 * 1024;

/**
 * @param url Where streams are sent.
 * @param now Wall clock, for dates in Retry-After.
 * @param timeout Milliseconds after which a silent collector counts as down.
 */
export function createTransport(
  url: string,
  fetch: typeof window.fetch,
  now: () => number,
  { keepalive, beacon }: ExitMeans = {
    keepalive: "keepalive" in Request.prototype,
    beacon: window.navigator.sendBeacon?.bind(window.navigator),
  },
  timeout = 30_000,
): Transport {
  let inFlight = 0;

  const send = async (body: Uint8Array, leaving: boolean): Promise<Answer> => {
    if (leaving && !keepalive) {
      // A beacon has no answer: what it carried stays in the outbox, and the collector knows repeats.
      beacon?.(url, new Blob([body as Uint8Array<ArrayBuffer>], { type: "text/plain" }));
      return { kind: "retry", after: null };
    }
    const kept = keepalive && body.length <= KEEPALIVE_BUDGET - inFlight;
    if (kept) inFlight += body.length;
    try {
      const { answer, text } = await ask(fetch, url, timeout, {
        method: "POST",
        body: body as Uint8Array<ArrayBuffer>,
        // A request that needs no preflight: none could be answered while the page closes.
        headers: { "Content-Type": "text/plain" },
        keepalive: kept,
      });
      const { status } = answer;
      if (answer.ok) return { kind: "stored", rejected: rejectedIn(text) };
      return status === 408 || status === 429 || status >= 500
        ? { kind: "retry", after: readRetryAfter(answer.headers.get("Retry-After"), now()) }
        : { kind: "refused", status };
    } catch {
      return { kind: "retry", after: null };
    } finally {
      if (kept) inFlight -= body.length;
    }
  };
  return {
    get room() {
      return KEEPALIVE_BUDGET - inFlight;
    },
    send,
  };
}

function rejectedIn(text: string): Rejected[] {
  const rejected = attempt(() => (JSON.parse(text) as { rejected?: unknown }).rejected);
  return Array.isArray(rejected) ? (rejected as Rejected[]).filter((entry) => typeof entry?.stream === "string") : [];
}
