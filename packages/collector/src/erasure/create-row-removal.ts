import { type Log, SILENT } from "../log/log.js";
import type { Erasure, ErasureCatalog } from "../ports/erasures.js";
import type { EventStore } from "../ports/event-store.js";

export interface RowRemovalOptions {
  readonly catalog: Pick<ErasureCatalog, "unfinished" | "counted" | "finished">;
  readonly store: Pick<EventStore, "rowsOf" | "remove" | "overwrite">;
  readonly log?: Log;
  readonly now?: () => number;
  /** Milliseconds from a removal until files are written anew: one rewriting serves many removals. @default 30 minutes */
  readonly gather?: number;
}

export interface RowRemoval {
  /** Removes the rows of what was erased since. Between inserts only (`DrainOptions.between`). Never throws. */
  run(): Promise<void>;
}

/** Subjects of one statement. */
const AT_ONCE = 500;
/** Erasures that one rewriting serves; more wait for the next. */
const MOST = 10_000;

/**
 * Brings the event store after the catalog: removes erased subjects' rows, then writes the store's files anew without
 * them. What is left to do stands in the catalog, so a restart goes on where the last run ended; each step may be
 * repeated.
 */
export function createRowRemoval(options: RowRemovalOptions): RowRemoval {
  const { catalog, store, log = SILENT, now = Date.now, gather = 30 * 60_000 } = options;
  let rewriting: Promise<void> | null = null;
  let failing = false;

  async function removeRows(): Promise<void> {
    for (;;) {
      const erasures = await catalog.unfinished("removed", AT_ONCE);
      if (erasures.length === 0) return;
      for (const [site, some] of groupBySite(erasures)) {
        const subjects = some.map(({ subject }) => subject);
        // Noted before anything is removed: after a crash in between the rows could no longer be counted.
        const rows = await store.rowsOf(site, subjects);
        for (const { id, subject } of some) await catalog.counted(id, rows.get(subject.toString("hex")) ?? 0);
        await store.remove(site, subjects);
        await catalog.finished(
          "removed",
          some.map(({ id }) => id),
          now(),
        );
        log.info({ site, subjects: some.length }, "rows of erased subjects were removed");
      }
    }
  }

  async function overwrite(): Promise<void> {
    const [oldest] = await catalog.unfinished("overwritten", 1);
    if (oldest === undefined || now() - (oldest.removed ?? 0) < gather) return;
    // Those that are removed from now on are not in what is written anew.
    const removed = await catalog.unfinished("overwritten", MOST);
    if (removed.some(({ rows }) => rows !== 0)) await store.overwrite();
    for (let at = 0; at < removed.length; at += AT_ONCE) {
      const ids = removed.slice(at, at + AT_ONCE).map(({ id }) => id);
      await catalog.finished("overwritten", ids, now());
    }
    log.info({ subjects: removed.length }, "the event store's files were written anew without erased rows");
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failing = false;
    } catch (error) {
      // It stands in the catalog and is tried again in the next cycle; saying it once is enough.
      if (!failing) log.warn({ error }, "the removal of erased rows waits");
      failing = true;
    }
  }

  return {
    async run() {
      await guarded(removeRows);
      // Not waited for: it may take minutes, and inserts may go on beside it.
      rewriting ??= guarded(overwrite).finally(() => (rewriting = null));
    },
  };
}

function groupBySite(erasures: readonly Erasure[]): ReadonlyMap<string, readonly Erasure[]> {
  const groups = new Map<string, Erasure[]>();
  for (const erasure of erasures) {
    const group = groups.get(erasure.site);
    if (group === undefined) groups.set(erasure.site, [erasure]);
    else group.push(erasure);
  }
  return groups;
}
