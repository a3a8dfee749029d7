import type { Actor } from "../ports/erasures.js";
import type { Viewer } from "../viewer.js";

/** @returns The viewer as records name whoever asked. */
export function actorOf({ kind, id }: Viewer): Actor {
  return { kind, id };
}
