import { describe, expect, it } from "vitest";
import type { Catalog } from "./catalog.js";
import {
  SAMPLE_TIME as NOW,
  sampleBytes as bytes,
  sampleDek,
  sampleKek,
  sampleRequest,
} from "./catalog-samples.contract.js";
import { QUARANTINE_LIMIT, type QuarantineKek, type SetAside } from "./quarantine.js";

const kek = (day = "2026-11-23", site = "shop"): QuarantineKek => ({
  ...{ id: `kek of ${site} ${day}`, site, day, created: NOW },
  publicKey: bytes(`public ${site} ${day}`, 32),
  wrapped: bytes(`wrapped ${site} ${day}`, 60),
});

const record = (seq: number, over: Partial<SetAside> = {}): SetAside => ({
  ...{ site: "shop", stream: bytes("stream", 16), seq, visitor: bytes("visitor subject", 32), reason: "shape" },
  ...{ detail: "click.name must be a string", type: "click", received: NOW, kek: kek().id },
  sealed: bytes(`sealed ${seq}`, 100),
  ...over,
});

/** The quarantine, as every catalog does it. */
export function quarantineContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  describe("quarantine", () => {
    const setAside = (records: readonly SetAside[], refused: readonly number[] = []) =>
      catalog().commit({
        ...sampleRequest([]),
        streams: [{ ...sampleStream, refused }],
        rejected: { shape: records.length },
        setAside: records,
      });
    const sampleStream = {
      ...{ stream: bytes("stream", 16), site: "shop", kid: "kid-shop", previous: [], generated: false },
    };
    const waiting = async (more = {}) =>
      (await catalog().quarantined({ site: "shop", ...more }, 100)).map(({ seq }) => seq);

    it("keeps a record exactly, over a restart, and a record once", async () => {
      expect(await setAside([record(1), record(2, { visitor: null, detail: null, type: null })])).toEqual([
        "stored",
        "stored",
      ]);
      expect(await setAside([record(1, { reason: "hello" })])).toEqual(["duplicate"]);
      await reopen();
      expect(await catalog().sealedRecords({ site: "shop" }, 10)).toEqual([
        { ...record(2, { visitor: null, detail: null, type: null }), id: 2, bytes: 100 },
        { ...record(1), id: 1, bytes: 100 },
      ]);
      expect(await catalog().quarantined({ site: "other" }, 10)).toEqual([]);
      expect(await catalog().quarantineSums()).toEqual([
        { site: "shop", reason: "shape", records: 2, bytes: 200, oldest: NOW },
      ]);
    });

    it("is asked by reason, id, time and page", async () => {
      await setAside([record(1), record(2, { reason: "token" }), record(3, { received: NOW + 5 })]);
      expect(await waiting()).toEqual([3, 2, 1]);
      expect(await waiting({ reason: "token" })).toEqual([2]);
      expect(await waiting({ ids: [1, 3] })).toEqual([3, 1]);
      expect(await waiting({ before: 3 })).toEqual([2, 1]);
      expect(await waiting({ since: NOW + 1 })).toEqual([3]);
      await catalog().stillRefused("shop", 1, "token", null);
      expect(await waiting({ reason: "token" })).toEqual([2, 1]);
      expect(await catalog().dropQuarantined({ site: "shop", reason: "token" })).toBe(2);
      expect(await catalog().dropQuarantined({ site: "other" })).toBe(0);
      expect(await waiting()).toEqual([3]);
    });

    it("does not take a record whose number was stored, nor one beyond its room", async () => {
      await catalog().addKek(sampleKek());
      await catalog().commit(sampleRequest([1], { stream: "stream", deks: [sampleDek(bytes("subject", 16))] }));
      expect(await setAside([record(1), record(2)], [1, 2])).toEqual(["duplicate", "stored"]);
      const large = Buffer.alloc(QUARANTINE_LIMIT.bytes - 100);
      const more = { stream: bytes("more", 16) };
      expect(await setAside([record(3, { sealed: large }), record(4, more), record(5, { site: "other" })])).toEqual([
        ...(["stored", "full", "stored"] as const),
      ]);
    });

    it("takes what a policy refuses into half of its room, so that mistakes find the other half", async () => {
      const half = Buffer.alloc(QUARANTINE_LIMIT.bytes / 2 - 100);
      expect(
        await setAside([
          record(3, { sealed: half, reason: "policy" }),
          record(4, { reason: "policy", sealed: Buffer.alloc(101) }),
          record(5, { sealed: Buffer.alloc(101) }),
        ]),
      ).toEqual(["stored", "full", "stored"]);
    });

    it("lets a record out with the commit that stores it, once, though its refusal made its number a seen one", async () => {
      await catalog().addKek(sampleKek());
      const deks = [sampleDek(bytes("subject", 16))];
      const request = (seqs: readonly number[]) => ({ ...sampleRequest(seqs, { stream: "stream", deks }) });
      await setAside([record(1), record(300)], [1, 300]);
      expect(await catalog().commit(request([1]))).toEqual(["duplicate"]);
      const replay = { ...request([1, 300, 7]), fromQuarantine: true };
      expect(await catalog().commit(replay)).toEqual(["stored", "stored", "duplicate"]);
      expect(await waiting()).toEqual([]);
      expect(await catalog().commit(replay)).toEqual(["duplicate", "duplicate", "duplicate"]);
      await reopen();
      expect(await catalog().commit(request([1, 300]))).toEqual(["duplicate", "duplicate"]);
      expect((await catalog().next(10))?.rows.map(({ seq }) => seq)).toEqual([1, 300]);
      // It arrived once.
      expect(await catalog().loss("shop", 0, NOW + 86_400_000)).toMatchObject([{ arrived: 2 }]);
    });

    it("gives what is stale back, and keeps the record", async () => {
      await setAside([record(1)], [1]);
      const replay = { ...sampleRequest([1], { stream: "stream", deks: [] }), subjects: [], fromQuarantine: true };
      expect(await catalog().commit(replay)).toEqual(["stale"]);
      expect(await waiting()).toEqual([1]);
    });

    it("keeps one key a site and day, and destroys those of days that are over with what they seal", async () => {
      expect(await catalog().addQuarantineKek(kek())).toEqual(kek());
      expect(await catalog().addQuarantineKek({ ...kek(), id: "another" })).toEqual(kek());
      await catalog().addQuarantineKek(kek("2026-11-24"));
      await catalog().addQuarantineKek(kek("2026-11-23", "other"));
      expect(await catalog().quarantineKeks("shop")).toEqual([kek(), kek("2026-11-24")]);
      expect(await catalog().rewrapQuarantineKek(kek().id, bytes("no", 60), bytes("new", 60))).toBe(false);
      expect(await catalog().rewrapQuarantineKek(kek().id, kek().wrapped, bytes("new", 60))).toBe(true);
      expect(await catalog().rewrapQuarantineKek(kek().id, bytes("new", 60), bytes("longer", 90))).toBe(true);
      await setAside([record(1), record(2, { kek: kek("2026-11-24").id })]);
      await reopen();
      expect(await catalog().quarantineKeks("shop")).toMatchObject([
        { wrapped: bytes("longer", 90) },
        kek("2026-11-24"),
      ]);
      expect(await catalog().expireQuarantine("2026-11-23")).toEqual({ keks: 0, records: 0 });
      expect(await catalog().expireQuarantine("2026-11-24")).toEqual({ keks: 2, records: 1 });
      expect(await catalog().quarantineKeks()).toEqual([kek("2026-11-24")]);
      expect(await waiting()).toEqual([2]);
    });

    it("lets go of what waits of a subject with its erasure", async () => {
      await catalog().addKek(sampleKek());
      await catalog().commit(
        sampleRequest([0], { subject: "subject", stream: "s", deks: [sampleDek(bytes("subject", 16))] }),
      );
      await setAside([record(1), record(2, { visitor: bytes("visitor another", 32) }), record(3, { visitor: null })]);
      const by = { kind: "person", id: "person-1" } as const;
      await catalog().erase({ id: "e", site: "shop", subject: bytes("subject", 16), at: NOW, by, lookup: null });
      expect(await waiting()).toEqual([3, 2]);
    });
  });
}
