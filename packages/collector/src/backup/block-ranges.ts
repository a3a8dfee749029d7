import type { EventArchive } from "../ports/event-store.js";

/** What one question reads at once, in rows and about in bytes: it is in memory, here and in the engine. */
const RANGE = { rows: 25_000, bytes: 12 << 20 };

export interface BlockRange {
  /** Blocks, both included. */
  readonly first: number;
  readonly last: number;
}

/** Runs of blocks behind `after` up to `upTo` that are read by one question each; one block at least, however large. */
export async function* blockRanges(archive: EventArchive, after: number, upTo: number): AsyncGenerator<BlockRange> {
  for (let reached = after; ;) {
    let first: number | null = null;
    let [rows, bytes] = [0, 0];
    for (const next of await archive.blocks(reached, upTo)) {
      if (first !== null && (rows + next.rows > RANGE.rows || bytes + next.bytes > RANGE.bytes)) {
        yield { first, last: reached };
        first = null;
      }
      if (first === null) [first, rows, bytes] = [next.block, 0, 0];
      rows += next.rows;
      bytes += next.bytes;
      reached = next.block;
    }
    if (first === null) return;
    yield { first, last: reached };
  }
}
