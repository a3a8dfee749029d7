import type { ErasureCatalog } from "../ports/erasures.js";
import type { QuarantineCatalog } from "../ports/quarantine.js";
import { firstDayKept } from "./first-day-kept.js";

/** How much sooner a key goes than it must: the next run may be that much later. */
const AHEAD = 3_600_000;

/**
 * Destroys the keys of the days that are over, and removes what was sealed to them. It takes no private key.
 *
 * @returns How many of each went.
 * @throws {CatalogError}
 */
export async function expireQuarantine({
  catalog,
  now,
}: {
  readonly catalog: Pick<QuarantineCatalog, "expireQuarantine"> & Pick<ErasureCatalog, "scrub">;
  readonly now: () => number;
}): Promise<{ readonly keks: number; readonly records: number }> {
  const gone = await catalog.expireQuarantine(firstDayKept(now() + AHEAD));
  if (gone.keks > 0) await catalog.scrub();
  return gone;
}
