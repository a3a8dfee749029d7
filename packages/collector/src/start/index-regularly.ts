import type { AdminParts } from "../admin/operation.js";
import { createBlindIndexes } from "../keys/index.js";
import { holdsLookups } from "../keys/contexts.js";
import { SILENT } from "../log/log.js";
import { indexPending } from "../lookups/index-pending.js";
import { type Schedule, schedule } from "./schedule.js";

/**
 * Indexes at the start and each minute what came in while nobody here could, where this process holds the keys. What it takes in itself
 * it indexes at once.
 */
export function indexRegularly({ catalog, keyring, now, maxLevel, log = SILENT }: AdminParts): Schedule {
  if (!holdsLookups(maxLevel)) return { stop: () => Promise.resolve() };
  const indexes = createBlindIndexes({ catalog, keyring, now });
  let told = 0;
  const run = async () => {
    const { indexed, unreadable } = await indexPending({ catalog, keyring, indexes });
    if (indexed > 0) log.info({ indexed }, "values that waited to be indexed are");
    // They stay; saying it once is enough.
    if (unreadable > told) log.warn({ unreadable }, "values that wait to be indexed do not open");
    told = unreadable;
  };
  return schedule({ run, log, name: "indexing of what waits", first: 0, every: 60_000 });
}
