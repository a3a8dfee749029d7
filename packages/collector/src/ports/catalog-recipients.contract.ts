import { describe, expect, it } from "vitest";
import type { Catalog, RecipientKey } from "./catalog.js";
import {
  SAMPLE_TIME as NOW,
  sampleBytes as bytes,
  sampleRecipient,
  sampleRequest,
  sampleSigning,
  sampleSite,
} from "./catalog-samples.contract.js";

/** Recipient keys and their turnover, as every catalog does it. */
export function recipientContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  describe("recipient keys", () => {
    const add = () => catalog().addSite(sampleSite(), sampleRecipient(), sampleSigning());
    const second = (over: Partial<RecipientKey> = {}): RecipientKey => ({
      ...sampleRecipient("shop", "kid-2"),
      created: NOW + 1,
      state: "next",
      ...over,
    });
    const published = async () => {
      const { signing, keys } = (await catalog().publishedKeys("shop"))!;
      return [signing.version, ...keys.map(({ kid }) => kid)];
    };

    it("are published in their order, and the version grows with what is published and with nothing else", async () => {
      await add();
      expect(await published()).toEqual([1, "kid-shop"]);
      await catalog().turnKeys("shop", () => ({ add: [second()] }));
      expect(await published()).toEqual([2, "kid-shop", "kid-2"]);
      await catalog().turnKeys("shop", ({ keys }) => ({ change: keys.map((key) => ({ ...key, quiet: 5 })) }));
      expect(await published()).toEqual([2, "kid-shop", "kid-2"]);
      await catalog().turnKeys("shop", ({ keys }) => ({
        change: keys.map((key) => ({ ...key, state: key.state === "next" ? "current" : "accepted" })),
      }));
      await reopen();
      expect(await published()).toEqual([3, "kid-2"]);
      expect(await catalog().publishedKeys("none")).toBeNull();
      expect(await catalog().turnKeys("none", () => ({}))).toBeNull();
    });

    it("go on from the time in seconds after a restore, whatever the backup knows, and from there one by one", async () => {
      await add();
      await catalog().leapSetVersions(NOW);
      const least = Math.floor(NOW / 1000);
      expect(await published()).toEqual([least, "kid-shop"]);
      await catalog().leapSetVersions(NOW - 5000);
      expect(await published()).toEqual([least + 1, "kid-shop"]);
    });

    it("change in one transaction: nothing is kept of a change that cannot be, or that was given up", async () => {
      await add();
      const impossible: [string, Partial<RecipientKey>][] = [
        ["two current keys", { state: "current" }],
        ["destroyed, with its private half", { state: "destroyed" }],
        ["accepted, without one", { state: "accepted", wrapped: null }],
      ];
      for (const [what, over] of impossible) {
        const turn = catalog().turnKeys("shop", () => ({ add: [second(over)] }));
        await expect(turn, what).rejects.toMatchObject({ fault: "damaged" });
      }
      const turn = catalog().turnKeys("shop", () => {
        throw new Error("given up");
      });
      await expect(turn).rejects.toThrow("given up");
      expect(await published()).toEqual([1, "kid-shop"]);
      expect(await catalog().recipientKeys()).toEqual([sampleRecipient()]);
    });

    it("that are destroyed stay as a record, and do not come back", async () => {
      await add();
      await catalog().turnKeys("shop", () => ({ add: [second({ state: "destroyed", wrapped: null })] }));
      await reopen();
      expect((await catalog().recipientKeys())[0]).toMatchObject({ kid: "kid-2", wrapped: null });
      const revive = catalog().turnKeys("shop", () => ({ change: [second({ state: "accepted" })] }));
      await expect(revive).rejects.toMatchObject({ fault: "damaged" });
    });

    it.each(["retired", "destroyed"] as const)("that are %s take nothing in, whatever arrives", async (state) => {
      await add();
      expect(await catalog().commit(sampleRequest([0, 1]))).toEqual(["stored", "stored"]);
      await catalog().turnKeys("shop", ({ keys }) => ({
        change: keys.map((key) => ({ ...key, state, wrapped: state === "retired" ? key.wrapped : null })),
      }));
      expect(await catalog().commit(sampleRequest([1, 2]))).toEqual(["retired", "retired"]);
      expect(await catalog().commit(sampleRequest([0], { stream: "another" }))).toEqual(["retired"]);
      expect((await catalog().next(10))?.rows).toHaveLength(2);
      expect(await catalog().loss("shop", 0, NOW + 1)).toMatchObject([{ streams: 1, expected: 2, arrived: 2 }]);
      expect(await catalog().recipientUse("kid-shop")).toMatchObject([
        { streams: 1, events: 2, first: NOW, last: NOW },
      ]);
    });

    it("forget their streams' numbers in parts, and keep what loss is reckoned from until its time", async () => {
      await add();
      for (const stream of ["a", "b", "c"]) await catalog().commit(sampleRequest([0, 300], { stream }));
      expect(await catalog().forgetSeen(["other"], null, NOW)).toBeNull();
      expect(await catalog().commit(sampleRequest([0, 300], { stream: "a" }))).toEqual(["duplicate", "duplicate"]);
      expect(await catalog().forgetSeen(["kid-shop"], null, NOW)).toBeNull();
      // A later stream says what an earlier one sealed: no stream is counted again.
      const later = sampleRequest([0], { stream: "later" });
      const previous = [{ stream: bytes("a", 16), count: 302 }];
      const [seen] = later.streams;
      await catalog().commit({ ...later, streams: [{ ...seen!, kid: "kid-2", previous }] });
      expect(await catalog().loss("shop", 0, NOW + 1)).toMatchObject([{ streams: 4, expected: 3 * 301 + 1 + 1 }]);
      expect(await catalog().forgetSeen(["kid-shop"], null, NOW + 1)).toBeNull();
    });
  });
}
