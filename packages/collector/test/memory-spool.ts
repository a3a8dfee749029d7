import { encodeRow } from "../src/catalog/encode-row.js";
import type { StoredEvent } from "../src/pipeline/states.js";
import { MAX_BLOCK_BYTES, type Spool, type SpoolBlock } from "../src/ports/catalog.js";

/** A spool in memory, for tests. */
export function memorySpool(): Spool & { add(rows: readonly StoredEvent[]): void; blocks(): readonly SpoolBlock[] } {
  const waiting: StoredEvent[] = [];
  const blocks = new Map<number, SpoolBlock & { drained: number | null }>();
  let last = 0;
  return {
    add: (rows) => void waiting.push(...rows),
    blocks: () => [...blocks.values()],
    next: async (limit) => {
      const open = [...blocks.values()].find((block) => block.drained === null);
      if (open !== undefined) return open;
      if (waiting.length === 0) return null;
      let bytes = 0;
      const over = waiting.findIndex((row, at) => (bytes += encodeRow(row).length) > MAX_BLOCK_BYTES && at > 0);
      const block = { id: ++last, rows: waiting.splice(0, over === -1 ? limit : Math.min(over, limit)), drained: null };
      blocks.set(block.id, block);
      return block;
    },
    drained: async (id, at) => void (blocks.get(id)!.drained = at),
    unsettled: async () =>
      [...blocks.values()].flatMap(({ id, rows, drained }) =>
        drained === null ? [] : [{ id, rows: rows.length, drained }],
      ),
    read: async (id) => blocks.get(id)!,
    settle: async (before) => {
      const old = [...blocks.values()].filter(({ drained }) => drained !== null && drained < before);
      for (const { id } of old) blocks.delete(id);
      return old.length;
    },
    depth: async () => waiting.length + [...blocks.values()].filter(({ drained }) => drained === null).length,
  };
}
