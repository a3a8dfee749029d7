import type { EventArchive } from "../ports/event-store.js";
import { blockRanges } from "./block-ranges.js";
import { frame } from "./frames.js";
import type { SealedFile, Segment } from "./manifest.js";
import { sumRows } from "./sum-rows.js";

/** After which a file ends: an incremental backup adds to no file, and a prune takes whole ones. */
const SEGMENT_BYTES = 128 << 20;

export interface WriteSegments {
  readonly archive: EventArchive;
  /** Blocks behind `after` up to `upTo`. */
  readonly after: number;
  readonly upTo: number;
  readonly write: (name: string, source: AsyncIterable<Uint8Array>) => Promise<SealedFile>;
  readonly onRows: (rows: number, of: number) => void;
}

/**
 * Writes the event store's rows into sealed files. A block's rows never change, so a later backup takes only blocks that
 * have come since; rows of a subject that was erased meanwhile are not there any more when their block is read.
 */
export async function writeSegments(options: WriteSegments): Promise<readonly Segment[]> {
  const { archive, after, upTo, write, onRows } = options;
  const columns = [...archive.columns];
  const of = await archive.count(after, upTo);
  const ranges = blockRanges(archive, after, upTo);
  const segments: Segment[] = [];
  let done = 0;
  let reached = after;
  let next = await ranges.next();
  while (next.done !== true) {
    const sums = sumRows(columns);
    const first = reached + 1;
    let rows = 0;
    async function* frames(): AsyncGenerator<Buffer> {
      let bytes = 0;
      while (next.done !== true && bytes < SEGMENT_BYTES) {
        const { first, last } = next.value;
        const lines = await archive.read(first, last, columns);
        if (lines.length > 0) yield* frame(lines);
        bytes += lines.length;
        rows += await sums.add(lines);
        reached = last;
        onRows(done + rows, of);
        next = await ranges.next();
      }
      // The last file reaches as far as the backup does: blocks whose rows are gone are not asked for again.
      if (next.done === true) reached = upTo;
    }
    const file = await write(`rows-${String(segments.length + 1).padStart(4, "0")}`, frames());
    done += rows;
    segments.push({ ...file, first, last: reached, rows, columns, months: sums.months() });
  }
  return segments;
}
