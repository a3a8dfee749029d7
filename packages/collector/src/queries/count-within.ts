import type { EventStore } from "../ports/event-store.js";
import { OF_SUBJECTS } from "../ports/of-subjects.js";
import { requireRight, requireSite, type Viewer } from "../viewer.js";
import { withinJurisdictions } from "./within-jurisdictions.js";

export interface CountWithin {
  readonly site: string;
  /** Hex of the 16 bytes of each. */
  readonly subjects: readonly string[];
}

/**
 * @returns Of subjects that were looked up, how many events of each lie within the viewer's jurisdictions; those without one
 *   are not in it.
 * @throws {NotCleared | NotVisible | EventStoreError}
 */
export async function countWithin(
  viewer: Viewer,
  { site, subjects }: CountWithin,
  { store }: { readonly store: Pick<EventStore, "ask"> },
): Promise<ReadonlyMap<string, number>> {
  requireRight(viewer, "look-up");
  requireSite(viewer, site);
  const within = withinJurisdictions(viewer);
  const rows = await store.ask<{ readonly id: string; readonly events: number }>({
    sql: `SELECT lower(hex(subject)) AS id, count() AS events FROM events
          WHERE ${OF_SUBJECTS} AND ${within.sql} GROUP BY subject`,
    params: { site, subjects, ...within.params },
  });
  return new Map(rows.map(({ id, events }) => [id, events]));
}
