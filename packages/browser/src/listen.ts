import { guard, type Report } from "./guard.js";

/** Listens without ever holding the page up. */
export type Listen = <T extends Event>(target: EventTarget, type: string, handler: (event: T) => void) => void;

/** @returns A function whose listeners are passive, guarded, and ended by the signal. */
export function listenUntil(signal: AbortSignal, report: Report): Listen {
  return (target, type, handler) =>
    target.addEventListener(type, guard(handler as (event: Event) => void, report), {
      capture: true,
      passive: true,
      signal,
    });
}
