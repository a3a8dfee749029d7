import { describe, expect, it } from "vitest";
import type { Catalog } from "./catalog.js";
import type { IndexEntry } from "./lookups.js";
import { SAMPLE_TIME as NOW, sampleBytes as bytes, sampleKek, sampleRequest } from "./catalog-samples.contract.js";

const entry = (over: Partial<IndexEntry> = {}): IndexEntry => ({
  class: "email",
  value: bytes("ann", 32),
  level: "confidential",
  ...over,
});
/** 2026-12-01T10:00:00Z. */
const NEXT_MONTH = NOW + 8 * 86_400_000;

/** Blind indexes, as every catalog keeps them. */
export function lookupContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  describe("blind indexes", () => {
    const commit = (subject: string, seqs: readonly number[], indexes: readonly IndexEntry[], more = {}) => {
      const request = sampleRequest(seqs, { subject, stream: subject, ...more });
      return catalog().commit({ ...request, events: request.events.map((event) => ({ ...event, indexes })) });
    };
    const found = async (value = "ann", name = "email", site = "shop") =>
      (await catalog().lookUp(site, name, bytes(value, 32))).map(({ subject }) => subject);

    it("come with the event, once a subject, and outlive a restart", async () => {
      await commit("subject", [0, 1], [entry(), entry({ level: "internal" })]);
      await commit("another", [0], [entry(), entry({ class: "phone", value: bytes("phone", 32) })]);
      await reopen();
      expect(new Set(await found())).toEqual(new Set([bytes("subject", 16), bytes("another", 16)]));
      expect(await found("phone", "phone")).toEqual([bytes("another", 16)]);
      expect(await found("phone")).toEqual([]);
      expect(await found("ann", "phone")).toEqual([]);
      expect(await found("ann", "email", "other")).toEqual([]);
    });

    it("come of stored events alone: not of duplicates, nor of stale ones", async () => {
      await commit("subject", [0], []);
      expect(await commit("subject", [0], [entry()])).toEqual(["duplicate"]);
      expect(await commit("subject", [1], [entry()], { visitor: "nobody" })).toEqual(["stored"]);
      const relied = sampleRequest([2], { subject: "subject", stream: "subject" });
      const stale = relied.events.map((event) => ({ ...event, deks: ["gone"], indexes: [entry({ class: "phone" })] }));
      expect(await catalog().commit({ ...relied, events: stale })).toEqual(["stale"]);
      expect(await found("ann", "phone")).toEqual([]);
      expect(await found()).toHaveLength(1);
    });

    it("say when the value came first and last", async () => {
      await commit("subject", [0], [entry()], { received: NEXT_MONTH });
      await commit("subject", [1], [entry()], { received: NOW });
      expect(await catalog().lookUp("shop", "email", bytes("ann", 32))).toEqual([
        { subject: bytes("subject", 16), first: NEXT_MONTH, month: "2026-12" },
      ]);
      await commit("another", [0], [entry()], { received: NOW });
      await commit("another", [1], [entry()], { received: NEXT_MONTH });
      expect((await catalog().lookUp("shop", "email", bytes("ann", 32)))[1]).toEqual({
        ...{ subject: bytes("another", 16), first: NOW, month: "2026-12" },
      });
    });

    it("go with their subject in the transaction that erases it, and come back with no late event", async () => {
      await catalog().addKek(sampleKek());
      await commit("subject", [0], [entry(), entry({ class: "phone", value: bytes("phone", 32) })]);
      await commit("another", [0], [entry()]);
      const { indexes } = await catalog().erase({
        ...{ id: "e", site: "shop", subject: bytes("subject", 16), at: NOW, lookup: "email" },
        by: { kind: "operator", id: "local" },
      });
      expect(indexes).toBe(2);
      expect(await found()).toEqual([bytes("another", 16)]);
      expect(await commit("subject", [7], [entry()])).toEqual(["stale"]);
      expect(await found()).toEqual([bytes("another", 16)]);
    });
  });
}
