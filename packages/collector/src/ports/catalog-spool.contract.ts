import { describe, expect, it } from "vitest";
import { type Catalog, MAX_BLOCK_BYTES } from "./catalog.js";
import { sampleEvent, sampleRequest } from "./catalog-samples.contract.js";

/** Acknowledged events on their way to the event store. */
export function spoolContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  const seqs = async (limit: number) => {
    const block = await catalog().next(limit);
    return block === null ? null : [block.id, ...block.rows.map(({ seq }) => seq)];
  };

  describe("spool", () => {
    it("is empty at first", async () => {
      expect(await catalog().next(10)).toBeNull();
      expect(await catalog().depth()).toBe(0);
      expect(await catalog().unsettled()).toEqual([]);
      expect(await catalog().settle(Infinity)).toBe(0);
    });

    it("gives rows in the order of their commits, in blocks that count up from 1", async () => {
      await catalog().commit(sampleRequest([5, 4]));
      await catalog().commit(sampleRequest([3, 9, 1]));
      expect(await seqs(3)).toEqual([1, 5, 4, 3]);
      expect(await catalog().depth()).toBe(5);
      await catalog().drained(1, 1000);
      expect(await catalog().depth()).toBe(2);
      expect(await seqs(3)).toEqual([2, 9, 1]);
      await catalog().drained(2, 2000);
      expect(await seqs(3)).toBeNull();
      expect(await catalog().depth()).toBe(0);
    });

    it("gives a block again, whole and as it was, until it is drained", async () => {
      await catalog().commit(sampleRequest([0, 1, 2]));
      expect(await seqs(2)).toEqual([1, 0, 1]);
      await catalog().commit(sampleRequest([3]));
      expect(await seqs(1)).toEqual([1, 0, 1]);
      await reopen();
      expect(await seqs(100)).toEqual([1, 0, 1]);
      await catalog().drained(1, 1);
      await reopen();
      expect(await seqs(100)).toEqual([2, 2, 3]);
    });

    it("keeps drained blocks to be read again until they have settled", async () => {
      await catalog().commit(sampleRequest([0, 1, 2, 3, 4]));
      for (const at of [1000, 2000, 3000]) await catalog().drained((await catalog().next(2))!.id, at);
      await reopen();
      expect(await catalog().unsettled()).toEqual([
        { id: 1, rows: 2, drained: 1000 },
        { id: 2, rows: 2, drained: 2000 },
        { id: 3, rows: 1, drained: 3000 },
      ]);
      expect((await catalog().read(2)).rows.map(({ seq }) => seq)).toEqual([2, 3]);
      expect(await catalog().settle(2000)).toBe(2);
      expect(await catalog().settle(2001)).toBe(2);
      expect((await catalog().unsettled()).map(({ id }) => id)).toEqual([3]);
      await expect(catalog().read(1)).rejects.toThrow("Block 1");
    });

    describe("however large its rows are", () => {
      const commitLarge = async (seq: number, bytes: number) => {
        const event = sampleEvent({ seq, confidential: Buffer.alloc(bytes, seq) });
        expect(await catalog().commit({ ...sampleRequest([seq]), events: [event] })).toEqual(["stored"]);
      };

      it("gives no block that holds more than 16 MiB, and each row once", async () => {
        const size = 3 << 20;
        for (let seq = 0; seq < 12; seq += 1) await commitLarge(seq, size);
        expect(await seqs(5_000)).toEqual([1, 0, 1, 2, 3, 4]);
        const { rows } = await catalog().read(1);
        expect(rows.reduce((sum, { confidential }) => sum + confidential!.length, 0)).toBeLessThan(MAX_BLOCK_BYTES);
        await catalog().drained(1, 1);
        expect(await catalog().depth()).toBe(7);
        expect(await seqs(3)).toEqual([2, 5, 6, 7]);
        await catalog().drained(2, 1);
        expect(await seqs(5_000)).toEqual([3, 8, 9, 10, 11]);
        expect((await catalog().read(3)).rows[0]!.confidential!.equals(Buffer.alloc(size, 8))).toBe(true);
        expect(await catalog().settle(2)).toBe(8);
      });

      it("gives a row that is larger than that a block of its own", async () => {
        await commitLarge(0, 1);
        await commitLarge(1, MAX_BLOCK_BYTES + 1);
        await commitLarge(2, 1);
        for (const [id, seq] of [1, 2, 3].map((id) => [id, id - 1] as const)) {
          expect(await seqs(5_000)).toEqual([id, seq]);
          await catalog().drained(id, 1);
        }
        expect(await catalog().next(5_000)).toBeNull();
      });
    });

    it("never settles a block that was not drained", async () => {
      await catalog().commit(sampleRequest([0]));
      await catalog().next(1);
      await catalog().commit(sampleRequest([1]));
      expect(await catalog().settle(Infinity)).toBe(0);
      expect(await seqs(9)).toEqual([1, 0]);
      expect(await catalog().depth()).toBe(2);
    });

    it("never gives a block's id twice, even once all is settled", async () => {
      await catalog().commit(sampleRequest([0, 1]));
      await catalog().drained((await catalog().next(10))!.id, 1);
      expect(await catalog().settle(2)).toBe(2);
      await reopen();
      expect(await catalog().next(10)).toBeNull();
      await catalog().commit(sampleRequest([2]));
      expect(await seqs(10)).toEqual([2, 2]);
    });

    it("does not move a block's time when it is drained again", async () => {
      await catalog().commit(sampleRequest([0]));
      await catalog().next(1);
      await catalog().drained(1, 5);
      await catalog().drained(1, 9);
      expect(await catalog().unsettled()).toEqual([{ id: 1, rows: 1, drained: 5 }]);
    });
  });
}
