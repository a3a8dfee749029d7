import { describe, expect, it } from "vitest";
import type { Catalog } from "./catalog.js";
import type { ErasureOrder } from "./erasures.js";
import {
  SAMPLE_TIME as NOW,
  sampleBytes as bytes,
  sampleDek,
  sampleKek,
  sampleRequest,
} from "./catalog-samples.contract.js";

const order = (subject = "subject", over: Partial<ErasureOrder> = {}): ErasureOrder => ({
  id: `erasure of ${subject}`,
  site: "shop",
  subject: bytes(subject, 16),
  at: NOW,
  by: { kind: "person", id: "person-1" },
  lookup: null,
  ...over,
});

/** Erasure, as every catalog does it. */
export function erasureContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  describe("erasure", () => {
    const deksOf = (subject: string) => [
      sampleDek(bytes(subject, 16), { id: `${subject} 1` }),
      sampleDek(bytes(subject, 16), { id: `${subject} 2` }),
    ];
    async function commit(subject: string, seqs = [0, 1, 2], more = {}) {
      return catalog().commit(sampleRequest(seqs, { subject, stream: subject, deks: deksOf(subject), ...more }));
    }

    it("destroys DEKs, mapping and spool rows of one subject and of no other, over a restart", async () => {
      await catalog().addKek(sampleKek());
      await commit("subject");
      await commit("another");
      const erased = await catalog().erase(order());
      expect(erased).toEqual({
        ...order(),
        keys: ["subject 1", "subject 2"].map((id) => ({ id, kek: "kek-1", level: "confidential", month: "2026-11" })),
        mappings: 1,
        indexes: 0,
        spooled: 3,
        quarantined: 0,
        rows: null,
        removed: null,
        overwritten: null,
      });
      await reopen();
      expect(await catalog().deks(["subject 1", "subject 2"])).toEqual([]);
      expect(await catalog().deks(["another 1", "another 2"])).toHaveLength(2);
      expect(await catalog().subject("shop", bytes("visitor subject", 32))).toBeNull();
      expect(await catalog().subject("shop", bytes("visitor another", 32))).toEqual(bytes("another", 16));
      expect(await catalog().usableDek("shop", bytes("subject", 16), "confidential", "2026-11")).toBeNull();
      const block = await catalog().next(100);
      expect(block?.rows.map(({ subject }) => subject)).toEqual(Array(3).fill(bytes("another", 16)));
      expect(await catalog().erasure(erased.id)).toEqual(erased);
      expect(await catalog().erasures("shop", 10)).toEqual([erased]);
      expect(await catalog().erasures("other", 10)).toEqual([]);
    });

    it("erases nothing of the same subject of another site", async () => {
      await catalog().addKek(sampleKek());
      await commit("subject");
      await expect(catalog().erase(order("subject", { site: "other" }))).rejects.toMatchObject({ fault: "missing" });
      expect(await catalog().deks(["subject 1"])).toHaveLength(1);
    });

    it("refuses a subject that nothing is known of, and keeps no record of it", async () => {
      await expect(catalog().erase(order("nobody"))).rejects.toMatchObject({ fault: "missing" });
      expect(await catalog().erasures("shop", 10)).toEqual([]);
    });

    it("answers a second erasure of a subject with the first", async () => {
      await commit("subject", [0], { deks: [] });
      const first = await catalog().erase(order());
      expect(await catalog().erase(order("subject", { id: "again", at: NOW + 5 }))).toEqual(first);
    });

    it("takes nothing in that was encrypted before the erasure, though it brings mapping and DEKs along", async () => {
      await catalog().addKek(sampleKek());
      await commit("subject");
      const late = sampleRequest([7], { subject: "subject", stream: "late", deks: deksOf("subject") });
      await catalog().erase(order());
      expect(await catalog().commit(late)).toEqual(["stale"]);
      await reopen();
      expect(await catalog().commit(late)).toEqual(["stale"]);
      expect(await catalog().deks(["subject 1"])).toEqual([]);
      expect(await catalog().subject("shop", bytes("visitor subject", 32))).toBeNull();
      // Negative control: the same request is welcome where nothing was erased.
      const other = sampleRequest([7], { subject: "x", stream: "late", deks: deksOf("x") });
      expect(await catalog().commit(other)).toEqual(["stored"]);
    });

    it("calls replays of old records duplicates, and gives the visitor a new subject", async () => {
      await commit("subject", [0, 1, 300], { deks: [] });
      await catalog().erase(order());
      const anew = sampleRequest([0, 1, 2, 300], { subject: "new", visitor: "subject", stream: "subject" });
      expect(await catalog().commit(anew)).toEqual(["duplicate", "duplicate", "stored", "duplicate"]);
      expect(await catalog().subject("shop", bytes("visitor subject", 32))).toEqual(bytes("new", 16));
    });

    it("leaves blocks that count what is left of them", async () => {
      await commit("subject", [0, 1, 2], { deks: [] });
      await commit("another", [0, 1], { deks: [] });
      const first = await catalog().next(100);
      await catalog().drained(first!.id, NOW);
      await commit("subject", [3, 4], { deks: [] });
      const second = await catalog().next(100);
      await catalog().drained(second!.id, NOW);
      await catalog().erase(order());
      expect(await catalog().unsettled()).toMatchObject([
        { id: 1, rows: 2 },
        { id: 2, rows: 0 },
      ]);
      expect((await catalog().read(1)).rows).toHaveLength(2);
      expect((await catalog().read(2)).rows).toEqual([]);
      expect(await catalog().settle(NOW + 1)).toBe(2);
      expect(await catalog().depth()).toBe(0);
    });

    it("gives an open block anew without the erased rows", async () => {
      await commit("subject", [0, 1, 2], { deks: [] });
      const open = await catalog().next(100);
      expect(open?.rows).toHaveLength(3);
      await catalog().erase(order());
      expect(await catalog().next(100)).toEqual({ id: open!.id, rows: [] });
    });

    it("knows what is left to do of each erasure, and keeps the largest count", async () => {
      await commit("subject", [0], { deks: [] });
      await commit("another", [0], { deks: [] });
      await catalog().erase(order());
      await catalog().erase(order("another", { at: NOW + 1 }));
      const ids = async (state: "removed" | "overwritten") =>
        (await catalog().unfinished(state, 10)).map(({ id }) => id);
      expect(await ids("removed")).toEqual(["erasure of subject", "erasure of another"]);
      expect(await ids("overwritten")).toEqual([]);
      await catalog().counted("erasure of subject", 12);
      await catalog().counted("erasure of subject", 0);
      await catalog().finished("removed", ["erasure of subject"], NOW + 5);
      await catalog().finished("removed", ["erasure of subject"], NOW + 9);
      expect(await ids("removed")).toEqual(["erasure of another"]);
      expect(await ids("overwritten")).toEqual(["erasure of subject"]);
      await catalog().finished("overwritten", ["erasure of subject"], NOW + 10);
      await reopen();
      expect(await ids("overwritten")).toEqual([]);
      expect(await catalog().erasure("erasure of subject")).toMatchObject({
        rows: 12,
        removed: NOW + 5,
        overwritten: NOW + 10,
      });
    });

    it("keeps one key of a purpose, site and name", async () => {
      const key = {
        purpose: "receipt",
        site: "",
        name: "",
        publicKey: bytes("public", 32),
        wrapped: bytes("wrapped", 60),
        created: NOW,
      } as const;
      expect(await catalog().ownKey("receipt", "", "")).toBeNull();
      expect(await catalog().addOwnKey(key)).toEqual(key);
      expect(await catalog().addOwnKey({ ...key, wrapped: bytes("second", 60) })).toEqual(key);
      await catalog().rewrapOwnKey({ ...key, wrapped: bytes("anew", 60) });
      await reopen();
      expect(await catalog().ownKeys()).toEqual([{ ...key, wrapped: bytes("anew", 60) }]);
    });
  });
}
