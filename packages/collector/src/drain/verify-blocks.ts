import type { Spool } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";

/** Blocks that one question asks about. */
const AT_ONCE = 500;

/**
 * Compares drained blocks with the store and replaces those of which it holds another number of rows than the spool.
 *
 * @param blocks Drained and not yet settled.
 * @param onReplaced Told of each block that was wrong, with what the store held of it.
 * @throws {EventStoreError | CatalogError} Those before it are in order; ask again for the rest.
 */
export async function verifyBlocks(
  { spool, store }: { readonly spool: Pick<Spool, "read">; readonly store: EventStore },
  blocks: readonly { readonly id: number; readonly rows: number }[],
  onReplaced: (block: { readonly id: number; readonly rows: number; readonly held: number }) => void,
): Promise<void> {
  for (let at = 0; at < blocks.length; at += AT_ONCE) {
    const some = blocks.slice(at, at + AT_ONCE);
    const counts = await store.counts(some.map(({ id }) => id));
    for (const { id, rows } of some) {
      const held = counts.get(id) ?? 0;
      if (held === rows) continue;
      await store.replace(await spool.read(id));
      onReplaced({ id, rows, held });
    }
  }
}
