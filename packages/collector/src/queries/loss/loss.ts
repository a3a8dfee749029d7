import type { LossAnswer } from "../../api.js";
import type { LossCatalog } from "../../ports/catalog.js";
import { requireRight, requireSite, type Viewer } from "../../viewer.js";
import { checkRange } from "../check-range.js";

export interface LossQuery {
  readonly site: string;
  /** Milliseconds since 1970, included. */
  readonly from: number;
  /** Milliseconds since 1970, excluded. */
  readonly to: number;
}

/**
 * What share of the records that browsers sealed never arrived, by day of their stream's first receipt, and what was
 * refused. It counts on what is known of every stream: a stream of which nothing arrived is known only if a later one
 * of the same browser tells of it.
 *
 * @throws {NotCleared | NotVisible | BadQuestion | CatalogError}
 */
export async function loss(
  viewer: Viewer,
  { site, from, to }: LossQuery,
  { catalog }: { readonly catalog: LossCatalog },
): Promise<LossAnswer> {
  requireRight(viewer, "query");
  requireSite(viewer, site);
  checkRange(from, to);
  const [days, rejected] = await Promise.all([catalog.loss(site, from, to), catalog.rejected(site, from, to)]);
  const expected = days.reduce((sum, day) => sum + day.expected, 0);
  const arrived = days.reduce((sum, day) => sum + day.arrived, 0);
  const lost = Math.max(expected - arrived, 0);
  return {
    expected,
    arrived,
    lost,
    share: expected === 0 ? 0 : lost / expected,
    days: days.map(({ day, streams, expected, arrived }) => ({ day, streams, expected, arrived })),
    rejected,
  };
}
