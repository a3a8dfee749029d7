import { describe, expect, it } from "vitest";
import type { Catalog, Dek, NewKek } from "./catalog.js";
import {
  SAMPLE_TIME as NOW,
  sampleBytes as bytes,
  sampleDek,
  sampleKek,
  sampleRequest,
} from "./catalog-samples.contract.js";

const made = (n: number, over: Partial<NewKek> = {}): NewKek => ({
  id: `kek-${n}`,
  site: "shop",
  level: "confidential",
  month: "2026-11",
  publicKey: bytes(`public ${n}`, 32),
  wrapped: bytes(`wrapped ${n}`, 69),
  created: NOW + n,
  ...over,
});

/** How KEKs follow one another, as every catalog does it. */
export function turnoverContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  describe("turnover of KEKs", () => {
    const under = (subject: string, kek = "kek-1"): Dek =>
      sampleDek(bytes(subject, 16), { id: `dek of ${subject} ${kek}`, kek });
    const commit = (subject: string, seqs: readonly number[], deks: readonly Dek[], received = NOW) =>
      catalog().commit(sampleRequest(seqs, { subject, stream: subject, deks, received }));
    const resealed = (dek: Dek, to: string, label = "anew") => ({
      id: dek.id,
      from: dek.kek,
      to,
      sealed: bytes(`${label} ${dek.id}`, dek.sealed.length),
    });

    it("makes new DEKs under the newest generation alone, and takes no event under an earlier one", async () => {
      await catalog().addKek(made(1));
      const first = under("ann");
      expect(await commit("ann", [0], [first])).toEqual(["stored"]);
      expect(await catalog().nextKek(made(2))).toEqual({
        ...sampleKek(made(2)),
        generation: 2,
      });
      await reopen();
      expect((await catalog().keks("shop")).map(({ id, state }) => [id, state])).toEqual([
        ["kek-1", "old"],
        ["kek-2", "current"],
      ]);
      expect(await catalog().addKek(made(3))).toMatchObject({ id: "kek-2" });
      expect(await catalog().usableDek("shop", bytes("ann", 16), "confidential", "2026-11")).toBeNull();
      // A writer that still holds the old keys, and one that had just made a DEK under the old KEK.
      expect(await commit("ann", [1], [])).toEqual(["stored"]);
      expect(await commit("ann", [2], [first])).toEqual(["stale"]);
      expect(await commit("bo", [0], [under("bo")])).toEqual(["stale"]);
      expect(await commit("ann", [2], [under("ann", "kek-2")])).toEqual(["stored"]);
      // What was written is read as before.
      expect(await catalog().deks([first.id])).toEqual([first]);
      expect(await catalog().kek("kek-1")).toMatchObject(made(1));
    });

    it("turns over one site, level and month and no other", async () => {
      await catalog().addKek(made(1));
      await catalog().addKek(made(2, { site: "other" }));
      await catalog().addKek(made(3, { level: "restricted" }));
      await catalog().addKek(made(4, { month: "2026-12" }));
      await catalog().nextKek(made(5));
      const old = (await catalog().keks()).filter(({ state }) => state === "old");
      expect(old.map(({ id }) => id)).toEqual(["kek-1"]);
    });

    it("moves DEKs to a successor with the same ids, while events go on being written with them", async () => {
      await catalog().addKek(made(1));
      const deks = ["ann", "bo", "cy"].map((subject) => under(subject));
      for (const [n, subject] of ["ann", "bo", "cy"].entries()) await commit(subject, [0], [deks[n]!]);
      const successor = await catalog().replaceKek("kek-1", made(2));
      expect(successor).toMatchObject({ id: "kek-2", generation: 2, state: "current", successor: null });
      expect(await catalog().replaceKek("kek-1", made(3))).toEqual(successor);
      expect(await catalog().addKek(made(4))).toEqual(successor);
      expect(await commit("dee", [0], [under("dee")]), "none is added under the old one").toEqual(["stale"]);
      expect(await commit("ann", [1], [deks[0]!]), "those that are there are used").toEqual(["stored"]);
      const [a, b, c] = deks.map((dek) => resealed(dek, "kek-2")) as [ReturnType<typeof resealed>, ...never[]];
      expect(await catalog().reseal([a, b!])).toBe(2);
      await reopen();
      expect((await catalog().deksUnder("kek-1", 10)).map(({ id }) => id)).toEqual([deks[2]!.id]);
      expect(await catalog().deks([a.id])).toEqual([{ ...deks[0]!, kek: "kek-2", sealed: a.sealed }]);
      expect(await catalog().usableDek("shop", bytes("ann", 16), "confidential", "2026-11")).toMatchObject({
        id: a.id,
      });
      expect(await commit("ann", [2], [deks[0]!]), "its id is what it was").toEqual(["stored"]);
      expect(await catalog().reseal([c!])).toBe(1);
      expect(await catalog().deksUnder("kek-1", 10)).toEqual([]);
      expect(await catalog().destroyKek("kek-1", { at: NOW, why: "replaced" })).toBe(true);
      expect(await catalog().kek("kek-1")).toBeNull();
      expect((await catalog().dekCounts()).get("kek-2")).toBe(3);
    });

    it("leaves alone a DEK that was erased or moved meanwhile", async () => {
      await catalog().addKek(made(1));
      const dek = under("ann");
      const other = under("bo");
      await commit("ann", [0], [dek]);
      await commit("bo", [0], [other]);
      await catalog().replaceKek("kek-1", made(2));
      const order = { id: "e", site: "shop", subject: bytes("ann", 16), at: NOW, lookup: null };
      await catalog().erase({ ...order, by: { kind: "operator", id: "local" } });
      expect(await catalog().reseal([resealed(dek, "kek-2"), resealed(other, "kek-2")])).toBe(1);
      expect(await catalog().deks([dek.id])).toEqual([]);
      expect(await catalog().reseal([resealed(other, "kek-2", "again")])).toBe(0);
      expect((await catalog().deks([other.id]))[0]?.sealed).toEqual(resealed(other, "kek-2").sealed);
    });

    it("keeps an old generation's successor old", async () => {
      await catalog().addKek(made(1));
      await catalog().nextKek(made(2));
      expect(await catalog().replaceKek("kek-1", made(3))).toMatchObject({ state: "old", generation: 3 });
      expect(await catalog().addKek(made(4))).toMatchObject({ id: "kek-2" });
      await expect(catalog().replaceKek("kek-9", made(5))).rejects.toMatchObject({ fault: "missing" });
    });

    it("remembers how many DEKs under a KEK were destroyed, and when it was last written under, to the hour", async () => {
      const hour = 3_600_000;
      await catalog().addKek(made(1));
      expect(await catalog().kek("kek-1")).toMatchObject({ destroyed: 0, used: null });
      await commit("ann", [0], [under("ann")]);
      await commit("bo", [0], [under("bo")], NOW + hour - 1);
      expect(await catalog().kek("kek-1")).toMatchObject({ used: NOW });
      await commit("bo", [1], [under("bo")], NOW + hour);
      expect(await catalog().kek("kek-1")).toMatchObject({ used: NOW + hour });
      const order = { id: "e", site: "shop", subject: bytes("ann", 16), at: NOW, lookup: null };
      await catalog().erase({ ...order, by: { kind: "operator", id: "local" } });
      expect(await catalog().kek("kek-1")).toMatchObject({ destroyed: 1 });
      expect(await catalog().dekCounts()).toEqual(new Map([["kek-1", 1]]));
    });

    it("destroys a KEK with its DEKs only where that is asked for, and remembers that it did", async () => {
      await catalog().addKek(made(1));
      await commit("ann", [0], [under("ann")]);
      await expect(catalog().destroyKek("kek-1", { at: NOW, why: "x" })).rejects.toMatchObject({ fault: "in-use" });
      expect(await catalog().deks([under("ann").id])).toHaveLength(1);
      expect(await catalog().destroyKek("kek-1", { at: NOW + 9, why: "leaked", withDeks: true })).toBe(true);
      expect(await catalog().destroyKek("kek-1", { at: NOW + 9, why: "leaked" })).toBe(false);
      await reopen();
      expect(await catalog().deks([under("ann").id])).toEqual([]);
      const { id, site, level, month, created } = made(1);
      const kek = { id, site, level, month, created, kind: "kek", generation: 1, destroyed: NOW + 9, why: "leaked" };
      expect(await catalog().destroyedKeys(10)).toEqual([kek]);
      const root = { ...kek, id: "root", kind: "root", site: "", month: "", destroyed: NOW + 10 } as const;
      await catalog().addDestroyedKey(root);
      await catalog().addDestroyedKey(root);
      expect(await catalog().destroyedKeys(10)).toEqual([root, kek]);
    });

    it("destroys with its DEKs the blind indexes of who has no other of that level, in the same transaction", async () => {
      await catalog().addKek(made(1));
      await catalog().addKek(made(2, { month: "2026-12" }));
      await catalog().addKek(made(3, { level: "restricted" }));
      const index = (level: "confidential" | "restricted", value: string) => ({
        ...{ class: "email", level, value: bytes(value, 32) },
      });
      const send = (subject: string, deks: readonly Dek[], indexes: readonly ReturnType<typeof index>[]) => {
        const request = sampleRequest([0], { subject, stream: subject, deks });
        const pending = indexes.map(({ level, value }) => ({ level, sealed: value }));
        return catalog().commit({
          ...request,
          events: request.events.map((event) => ({ ...event, indexes, pending })),
        });
      };
      const later = { ...under("cy", "kek-2"), month: "2026-12" };
      const above = { ...under("di", "kek-3"), level: "restricted" } as const;
      const both = [index("confidential", "mail"), index("restricted", "secret")];
      expect(await send("ann", [under("ann")], both)).toEqual(["stored"]);
      expect(await send("bo", [], both)).toEqual(["stored"]);
      expect(await send("cy", [under("cy"), later], both)).toEqual(["stored"]);
      expect(await send("di", [under("di"), above], both)).toEqual(["stored"]);
      const left = async (value: string) => {
        const found = (await catalog().lookUp("shop", "email", bytes(value, 32))).map(({ subject }) => subject);
        const waiting = (await catalog().pendingIndexes(0, 100)).filter(({ sealed }) =>
          sealed.equals(bytes(value, 32)),
        );
        const sorted = (of: readonly Buffer[]) => of.map((one) => one.toString("hex")).sort();
        expect(sorted(waiting.map(({ subject }) => subject))).toEqual(sorted(found));
        return ["ann", "bo", "cy", "di"].filter((one) => found.some((subject) => subject.equals(bytes(one, 16))));
      };
      const all = ["ann", "bo", "cy", "di"];
      // Control: what is refused takes nothing with it.
      await expect(catalog().destroyKek("kek-1", { at: NOW, why: "x" })).rejects.toMatchObject({ fault: "in-use" });
      expect([await left("mail"), await left("secret")]).toEqual([all, all]);
      await catalog().destroyKek("kek-1", { at: NOW, why: "leaked", withDeks: true });
      // Another month of one is readable, another had no DEK under it, and the level above is another.
      expect([await left("mail"), await left("secret")]).toEqual([["bo", "cy"], all]);
      await catalog().destroyKek("kek-2", { at: NOW, why: "leaked", withDeks: true });
      await reopen();
      expect([await left("mail"), await left("secret")]).toEqual([["bo"], all]);
    });

    it.each([
      ["as long", 69],
      ["longer", 89],
    ])("wraps a KEK anew in bytes that are %s", async (_, length) => {
      await catalog().addKek(made(1));
      const anew = bytes("anew", length);
      const [key, old] = [{ kind: "kek", id: "kek-1" } as const, made(1).wrapped];
      expect(await catalog().rewrap(key, bytes("another", 69), anew)).toBe(false);
      expect(await catalog().rewrap(key, old, anew)).toBe(true);
      expect(await catalog().rewrap(key, old, anew)).toBe(false);
      await reopen();
      expect((await catalog().kek("kek-1"))?.wrapped).toEqual(anew);
    });
  });
}
