import type { Sighting } from "../states.js";

/** What every capturing file works with. */
export interface CaptureContext {
  readonly document: Document;
  readonly window: Window & typeof globalThis;
  /** Selectors of the `allow` option, matched where the field is. */
  readonly allow: readonly string[];
  /** The page's monotonic clock, milliseconds. */
  readonly now: () => number;
  /** Hands an event on, stamped with the time and the page. Never throws. */
  readonly emit: (event: Sighting) => void;
  /** Listens without ever holding the page up: passive, guarded, and ended by `stop`. */
  readonly listen: <T extends Event>(target: EventTarget, type: string, handler: (event: T) => void) => void;
  /** Runs when capturing stops. */
  readonly onStop: (run: () => void) => void;
}
