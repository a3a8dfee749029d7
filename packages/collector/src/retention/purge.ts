import type { PurgeAnswer } from "../api.js";
import { resealHeld, type ResealHeldParts } from "../keys/index.js";
import { type Log, SILENT } from "../log/log.js";
import { CatalogError, type SiteCatalog } from "../ports/catalog.js";
import type { ErasureCatalog } from "../ports/erasures.js";
import { type EventStore, EventStoreError, type MonthRows } from "../ports/event-store.js";
import type { HoldCatalog } from "../ports/holds.js";
import type { ExpiredKek, RetentionCatalog } from "../ports/retention.js";
import type { TurnoverCatalog } from "../ports/turnover.js";
import type { Retention } from "../settings/settings.js";
import { type Expired, expiryOf, previousMonth } from "./expiry-of.js";

/** DEKs of one transaction: others' commits wait for no longer than that. */
const BATCH = 500;

export interface PurgeParts extends Omit<ResealHeldParts, "catalog"> {
  readonly catalog: ResealHeldParts["catalog"] &
    RetentionCatalog &
    Pick<HoldCatalog, "holds"> &
    Pick<SiteCatalog, "sites"> &
    Pick<TurnoverCatalog, "destroyKek"> &
    Pick<ErasureCatalog, "scrub">;
  /** Absent where it is not open: rows then wait for the next purge. */
  readonly store?: Pick<EventStore, "expired" | "expire"> | undefined;
  readonly retention: Retention;
  readonly log?: Log | undefined;
}

export interface PurgeOrder {
  /** @default every site */
  readonly site?: string;
  /** Tells what would go, and changes nothing. */
  readonly dryRun?: boolean;
}

/**
 * Destroys what has outlived its retention: keys first, so that nothing of it can be read any more, then blind indexes
 * and mappings that no key is left for, then rows. Keys of held subjects are sealed to a hold KEK before the KEK of their
 * month goes. It may be cut off anywhere and run again.
 *
 * @throws {CatalogError | KeyringError | EventStoreError}
 */
export async function purge({ site, dryRun = false }: PurgeOrder, parts: PurgeParts): Promise<PurgeAnswer> {
  const { catalog, store, retention, now, log = SILENT } = parts;
  const at = now();
  const expired = expiryOf(retention, at);
  const sites = site === undefined ? (await catalog.sites()).map(({ id }) => id) : [site];
  const done = { keks: [] as PurgeAnswer["keks"][number][], kept: [] as PurgeAnswer["kept"][number][] };
  const sums = { deks: 0, resealed: 0, mappings: 0, indexes: 0 };
  for (const each of sites) {
    const gone = await (dryRun ? planSite : purgeSite)(each, expired, parts);
    done.keks.push(...gone.keks);
    done.kept.push(...gone.kept);
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += gone[name];
  }
  if (!dryRun && sums.deks + done.keks.length > 0) await catalog.scrub();

  let rows: readonly MonthRows[] | null = null;
  if (store !== undefined) {
    rows = await purgeRows(store, await rowsOf(expired, site, parts), dryRun, log);
  }
  const answer = { at, dryRun, ...done, ...sums, rows };
  if (!dryRun && (done.keks.length > 0 || sums.deks > 0 || (rows ?? []).length > 0)) {
    const removed = (rows ?? []).reduce((sum, month) => sum + month.rows, 0);
    log.info({ keks: done.keks.length, ...sums, rows: removed }, "what had outlived its retention was purged");
  }
  return answer;
}

type OfSite = Pick<PurgeAnswer, "keks" | "kept" | "deks" | "resealed" | "mappings" | "indexes">;

async function planSite(site: string, { levels }: Expired, parts: PurgeParts): Promise<OfSite> {
  const { keks, ...sums } = await parts.catalog.expiredKeys(site, levels);
  const { resealed, waiting } = await resealExpired(site, levels, parts, true);
  // What can be sealed anew leaves its KEK; a hold KEK's others stay.
  const stays = ({ id, month, others }: ExpiredKek) => (month === "on-hold" ? others > 0 : (waiting.get(id) ?? 0) > 0);
  return {
    ...{ ...sums, resealed },
    keks: keks.filter((kek) => !stays(kek)).map((kek) => nameOf(site, kek)),
    kept: keks
      .filter(({ id }) => (waiting.get(id) ?? 0) > 0)
      .map((kek) => ({ ...nameOf(site, kek), held: waiting.get(kek.id)! })),
  };
}

async function purgeSite(site: string, { levels }: Expired, parts: PurgeParts): Promise<OfSite> {
  const { catalog, now } = parts;
  const { keks } = await catalog.expiredKeys(site, levels);
  const { resealed, waiting } = await resealExpired(site, levels, parts, false);
  const sums = { deks: 0, mappings: 0, indexes: 0 };
  for (;;) {
    const went = await catalog.destroyExpired(site, levels, BATCH);
    if (went.deks === 0) break;
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += went[name];
    await new Promise((resolve) => setImmediate(resolve));
  }
  sums.indexes += await catalog.dropIndexes(site, levels);
  const destroyed: ExpiredKek[] = [];
  for (const kek of keks) if (await destroy(kek.id, parts)) destroyed.push(kek);
  return {
    ...{ ...sums, resealed },
    keks: destroyed.map((kek) => nameOf(site, kek)),
    kept: keks
      .filter(({ id }) => (waiting.get(id) ?? 0) > 0)
      .map((kek) => ({ ...nameOf(site, kek), held: waiting.get(kek.id)! })),
  };

  /** A KEK that still has DEKs under it stays: they are held, and this process could not seal them anew. */
  async function destroy(id: string, { catalog }: PurgeParts): Promise<boolean> {
    try {
      return await catalog.destroyKek(id, { at: now(), why: "retention" });
    } catch (error) {
      if (error instanceof CatalogError && (error.fault === "in-use" || error.fault === "held")) return false;
      throw error;
    }
  }
}

async function resealExpired(site: string, levels: Expired["levels"], parts: PurgeParts, dryRun: boolean) {
  const waiting = new Map<string, number>();
  let resealed = 0;
  for (const level of ["internal", "confidential", "restricted"] as const) {
    const before = levels[level];
    if (before === null) continue;
    const moved = await resealHeld({ site, level, before }, parts, { dryRun });
    resealed += moved.resealed;
    for (const [kek, count] of moved.waiting) waiting.set(kek, count);
  }
  return { resealed, waiting };
}

async function rowsOf({ rows }: Expired, site: string | undefined, { catalog }: PurgeParts) {
  if (rows === null) return null;
  const held = await catalog.holds(site ?? null, "active");
  return {
    upTo: previousMonth(rows),
    sites: site === undefined ? null : [site],
    keep: held.map(({ site, subject }) => ({ site, subject })),
  };
}

async function purgeRows(
  store: Pick<EventStore, "expired" | "expire">,
  which: Awaited<ReturnType<typeof rowsOf>>,
  dryRun: boolean,
  log: Log,
): Promise<readonly MonthRows[] | null> {
  if (which === null) return [];
  try {
    const rows = await store.expired(which);
    if (!dryRun && rows.length > 0) await store.expire(which);
    return rows;
  } catch (error) {
    // The keys are gone; what is left cannot be read, and the next purge finds it again.
    if (!(error instanceof EventStoreError) || error.fault !== "unavailable") throw error;
    log.warn({ error }, "the removal of expired rows waits for the event store");
    return null;
  }
}

function nameOf(site: string, { id, level, month, generation, deks }: ExpiredKek): PurgeAnswer["keks"][number] {
  return { id, site, level, month, generation, deks };
}
