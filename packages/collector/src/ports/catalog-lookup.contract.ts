import { describe, expect, it } from "vitest";
import type { Catalog } from "./catalog.js";
import { type IndexEntry, MOST_PENDING, type PendingEntry } from "./lookups.js";
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

  describe("what waits to be indexed", () => {
    const pending = (n: number): PendingEntry => ({ level: "confidential", sealed: bytes(`sealed ${n}`, 64) });
    const commit = (subject: string, seqs: readonly number[], entries: readonly PendingEntry[], more = {}) => {
      const request = sampleRequest(seqs, { subject, stream: subject, ...more });
      return catalog().commit({
        ...request,
        events: request.events.map((event) => ({ ...event, pending: entries })),
      });
    };
    const waiting = async () => (await catalog().pendingIndexes(0, 1000)).map(({ subject }) => subject);
    const settle = (ids: readonly number[], value = "ann") =>
      catalog().settleIndexes(ids.map((id) => ({ id, class: "email", value: bytes(value, 32) })));
    const erase = (subject: string) =>
      catalog().erase({
        ...{ id: subject, site: "shop", subject: bytes(subject, 16), at: NOW, lookup: null },
        by: { kind: "operator", id: "local" },
      });
    const found = async () => (await catalog().lookUp("shop", "email", bytes("ann", 32))).map(({ subject }) => subject);

    it("comes with the stored event alone, once however many events bring it, and outlives a restart", async () => {
      await commit("subject", [0, 1], [pending(1)], { received: NEXT_MONTH });
      expect(await commit("subject", [0], [pending(2)])).toEqual(["duplicate"]);
      await reopen();
      expect(await catalog().pendingIndexes(0, 10)).toEqual([
        {
          ...{ id: expect.any(Number) as number, site: "shop", subject: bytes("subject", 16), level: "confidential" },
          ...{ first: NEXT_MONTH, month: "2026-12", sealed: bytes("sealed 1", 64) },
        },
      ]);
      expect(await catalog().pendingIndexSums()).toEqual([
        { site: "shop", level: "confidential", count: 1, since: NEXT_MONTH, last: NEXT_MONTH },
      ]);
      expect(await found()).toEqual([]);
    });

    it("becomes an index in one transaction, once, with the dates of its event", async () => {
      await commit("subject", [0], [pending(1)], { received: NEXT_MONTH });
      await commit("subject", [1], [pending(2)], { received: NOW });
      const ids = (await catalog().pendingIndexes(0, 10)).map(({ id }) => id);
      expect(await settle(ids)).toBe(2);
      expect(await catalog().lookUp("shop", "email", bytes("ann", 32))).toEqual([
        { subject: bytes("subject", 16), first: NOW, month: "2026-12" },
      ]);
      expect(await waiting()).toEqual([]);
      expect(await settle(ids, "eve")).toBe(0);
      expect(await catalog().lookUp("shop", "email", bytes("eve", 32))).toEqual([]);
    });

    it("goes with its subject, and makes no index of somebody who is erased while it is being made", async () => {
      await commit("subject", [0], [pending(1)]);
      await commit("another", [0], [pending(2)]);
      // An indexer has read both, and has not written yet.
      const ids = (await catalog().pendingIndexes(0, 10)).map(({ id }) => id);
      expect((await erase("subject")).indexes).toBe(1);
      expect(await waiting()).toEqual([bytes("another", 16)]);
      expect(await settle(ids)).toBe(1);
      expect(await found()).toEqual([bytes("another", 16)]);
      // A late event brings nothing back either.
      expect(await commit("subject", [7], [pending(3)])).toEqual(["stale"]);
      expect(await waiting()).toEqual([]);
    });

    it.each(["the indexer", "the erasure"])("is gone with an erasure at the same time, %s first", async (first) => {
      await commit("subject", [0], [pending(1)]);
      const ids = (await catalog().pendingIndexes(0, 10)).map(({ id }) => id);
      const [a, b] = [() => settle(ids), () => erase("subject")];
      await Promise.all(first === "the indexer" ? [a(), b()] : [b(), a()]);
      expect(await found()).toEqual([]);
      expect(await waiting()).toEqual([]);
    });

    it("is bounded: of one subject no more than MOST_PENDING waits, and its events are stored all the same", async () => {
      const many = (from: number, count: number) => Array.from({ length: count }, (_, n) => pending(from + n));
      await commit("subject", [0], many(0, MOST_PENDING - 1));
      expect(await commit("subject", [1], many(100, 2))).toEqual(["stored"]);
      expect(await commit("subject", [2], many(200, 1))).toEqual(["stored"]);
      await commit("another", [0], many(300, 1));
      expect(await waiting()).toHaveLength(MOST_PENDING + 1);
    });

    it("outlives neither its month nor its subject's last key, unless it is held", async () => {
      const expiry = { internal: "2026-12", confidential: "2026-12", restricted: "2026-12" };
      await commit("subject", [0], [pending(1)], { received: NOW });
      await commit("another", [0], [pending(2)], { received: NOW });
      await commit("later", [0], [pending(3)], { received: NEXT_MONTH });
      await catalog().addHold({
        ...{ id: "h", site: "shop", subject: bytes("another", 16), reason: "File 1", added: NOW },
        ...{ by: { kind: "operator", id: "local" }, released: null, releasedBy: null },
      });
      expect((await catalog().expiredKeys("shop", expiry)).indexes).toBe(1);
      expect(await catalog().dropIndexes("shop", expiry)).toBe(1);
      expect(await waiting()).toEqual([bytes("another", 16), bytes("later", 16)]);
    });
  });
}
