import type { Listen } from "../listen.js";
import type { Sighting } from "../states.js";

/** What every capturing file works with. */
export interface CaptureContext {
  /** The page's own document, or that of a frame in it. */
  readonly document: Document;
  /** Selectors of the `allow` option, matched where the field is. */
  readonly allow: readonly string[];
  /** The page's monotonic clock, milliseconds. */
  readonly now: () => number;
  /** Hands an event on, stamped with the time and the page. Never throws. */
  readonly emit: (event: Sighting) => void;
  /** Its listeners are ended by `stop`. */
  readonly listen: Listen;
  /** Runs when capturing stops. */
  readonly onStop: (run: () => void) => void;
}
