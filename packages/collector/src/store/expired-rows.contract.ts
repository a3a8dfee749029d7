import { beforeAll, describe, expect, it } from "vitest";
import type { StoredEvent } from "../pipeline/states.js";
import type { SpoolBlock } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";

export interface ExpiredRowsParts {
  readonly store: () => EventStore;
  readonly site: string;
  readonly block: (rows: readonly StoredEvent[]) => SpoolBlock;
  readonly some: (count: number, more?: Partial<StoredEvent>) => StoredEvent[];
}

/** How every event store removes what has outlived its retention. Its rows are of 2001, as no others are. */
export function expiredRowsContract({ store, site, block, some }: ExpiredRowsParts): void {
  describe("rows that have outlived their retention", () => {
    const [kept, other] = [Buffer.alloc(16, 0xfe), Buffer.alloc(16, 0xef)];
    const at = (month: number) => Date.UTC(2001, month - 1, 28, 23, 59);
    const elsewhere = `${site}-2`;
    const partitions = async () =>
      (
        await store().ask<{ partition: string }>({
          sql: `SELECT DISTINCT partition FROM system.parts
                WHERE table = 'events' AND active AND partition LIKE '2001%' ORDER BY partition`,
        })
      ).map(({ partition }) => partition);
    const count = async (name: string) =>
      (
        await store().ask<{ n: number }>({
          sql: "SELECT count() AS n FROM events WHERE site = {site:String}",
          params: { site: name },
        })
      )[0]?.n;
    beforeAll(async () => {
      await store().insert(
        block([
          ...some(3, { received: at(1), subject: other }),
          ...some(4, { received: at(2), subject: other }),
          ...some(2, { received: at(2), subject: kept }),
          ...some(5, { received: at(3), subject: other }),
          ...some(1, { received: at(2), subject: other, site: elsewhere }),
          ...some(6, { received: at(4), subject: kept }),
        ]),
      );
    });

    it("are counted and removed up to a month, of chosen sites, but for subjects that are kept", async () => {
      const before = (await count(site))!;
      const which = { upTo: "2001-03", sites: [site], keep: [{ site, subject: kept }] };
      const expired = [
        { month: "2001-01", site, rows: 3 },
        { month: "2001-02", site, rows: 4 },
        { month: "2001-03", site, rows: 5 },
      ];
      expect(await store().expired(which)).toEqual(expired);
      expect(await count(site), "counting removes nothing").toBe(before);
      await store().expire(which);
      expect(await count(site)).toBe(before - 12);
      expect(await count(elsewhere)).toBe(1);
      expect(await store().expired(which)).toEqual([]);
      // What has nothing left is dropped as a whole; February has the held subject's rows and another site's.
      expect(await partitions()).toEqual(["200102", "200104"]);
      expect(await store().rowsOf(site, [kept, other])).toEqual(
        new Map([
          [kept.toString("hex"), 8],
          [other.toString("hex"), 0],
        ]),
      );
    }, 60_000);

    it("are those of every site and subject where nothing is kept", async () => {
      const which = { upTo: "2001-12", sites: null, keep: [{ site: elsewhere, subject: kept }] };
      expect(await store().expired(which)).toEqual([
        { month: "2001-02", site, rows: 2 },
        { month: "2001-02", site: elsewhere, rows: 1 },
        { month: "2001-04", site, rows: 6 },
      ]);
      await store().expire(which);
      expect(await partitions()).toEqual([]);
      await store().expire(which);
      expect(await store().expired({ ...which, upTo: "1999-12" })).toEqual([]);
    }, 60_000);
  });
}
