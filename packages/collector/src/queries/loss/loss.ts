import type { LossAnswer } from "../../api.js";
import { coarseFor, coarsen, DEFAULT_GROUPS, type Groups } from "../../clearance/coarsen.js";
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
  { catalog, groups = DEFAULT_GROUPS }: { readonly catalog: LossCatalog; readonly groups?: Groups },
): Promise<LossAnswer> {
  requireRight(viewer, "query");
  requireSite(viewer, site);
  checkRange(from, to);
  const coarse = coarseFor(viewer, groups);
  const [every, refused] = await Promise.all([catalog.loss(site, from, to), catalog.rejected(site, from, to)]);
  // A stream is a page of one visitor's: few streams are few people at most.
  const days = every
    .filter(({ streams }) => coarse === null || streams >= coarse.least)
    .map(({ day, streams, expected, arrived }) => ({
      day,
      streams: coarsen(coarse, streams, streams),
      expected: coarsen(coarse, expected, streams),
      arrived: coarsen(coarse, arrived, streams),
    }));
  const rejected = Object.fromEntries(
    Object.entries(refused)
      .map(([reason, count]) => [reason, coarsen(coarse, count, count)] as const)
      .filter(([, count]) => coarse === null || count > 0),
  );
  const expected = days.reduce((sum, day) => sum + day.expected, 0);
  const arrived = days.reduce((sum, day) => sum + day.arrived, 0);
  const lost = Math.max(expected - arrived, 0);
  return {
    expected,
    arrived,
    lost,
    share: expected === 0 ? 0 : lost / expected,
    days,
    rejected,
    ...(coarse !== null && { coarse }),
  };
}
