import { createTransport, type Transport } from "./transport.js";

/** @returns A transport to the collector by what this browser has. */
export function openTransport(base: string, send: typeof fetch, now: () => number): Transport {
  return createTransport({
    url: `${base}/v1/streams`,
    fetch: send,
    keepalive: "keepalive" in Request.prototype,
    beacon: window.navigator.sendBeacon?.bind(window.navigator),
    now,
  });
}
