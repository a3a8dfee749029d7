import type { SpoolBlock } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";

/** An insert whose connection broke may still be at work in the store for about this long. */
const LATE_MS = 500;

/**
 * Inserts a block. In doubt (an earlier attempt may or may not have reached the store) it also compares the count: the
 * store notes a block's token before its rows are in place, so a crash in between makes it drop the next attempt.
 *
 * @returns Whether the block had to be replaced.
 * @throws {EventStoreError} The block may be in the store in whole, in part or not at all.
 */
export async function putBlock(store: EventStore, block: SpoolBlock, doubt: boolean): Promise<boolean> {
  await store.insert(block);
  if (!doubt || (await holds(store, block))) return false;
  await new Promise((resolve) => setTimeout(resolve, LATE_MS));
  if (await holds(store, block)) return false;
  await store.replace(block);
  return true;
}

const holds = async (store: EventStore, { id, rows }: SpoolBlock) => (await store.counts([id])).get(id) === rows.length;
