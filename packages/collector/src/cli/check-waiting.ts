import type { OtherKey } from "../api.js";
import { type Check, warn } from "./check.js";
import { counted, minute } from "./output.js";

/** After which a collector that may index would have done it. */
const SOON_MS = 5 * 60_000;

/** Whether values wait to be indexed that nobody here indexes. */
export function* checkWaiting(keys: readonly OtherKey[], now = Date.now()): Generator<Check> {
  for (const { purpose, site, needs, lastUse, level } of keys) {
    if (purpose !== "pending-index" || needs === null || needs === 0) continue;
    // Those of a moment ago are on their way, if there is anybody who takes them.
    if (needs < 64 && lastUse !== null && now - lastUse < SOON_MS) continue;
    const until = lastUse === null ? "" : `, the last of ${minute(lastUse)}`;
    yield warn(
      `${counted(needs, "value")} of ${site} ${needs === 1 ? "waits" : "wait"} for an index${until}: nobody is found by them`,
      `Stop a collector that holds no key for ${level ?? "it"}, and run wayseal index where the root key of that level is`,
    );
  }
}
