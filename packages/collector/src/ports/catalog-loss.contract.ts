import { describe, expect, it } from "vitest";
import type { Catalog, CommitRequest, StreamSeen } from "./catalog.js";
import { SAMPLE_TIME as NOW, sampleBytes as bytes, sampleRequest, sampleStream } from "./catalog-samples.contract.js";

const DAY = 86_400_000;
const TODAY = "2026-11-23";

/** Loss, from what every record's number tells. */
export function lossContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  const loss = () => catalog().loss("shop", NOW - 3 * DAY, NOW + 3 * DAY);
  /** A request with something more to say of its one stream. */
  const saying = (request: CommitRequest, says: Partial<StreamSeen>): CommitRequest => ({
    ...request,
    streams: [{ ...request.streams[0]!, ...says }],
  });
  const day = (streams: number, expected: number, arrived: number, day = TODAY) => ({
    day,
    streams,
    expected,
    arrived,
  });

  describe("loss", () => {
    it("is nothing where nothing came", async () => {
      expect(await loss()).toEqual([]);
      expect(await catalog().rejected("shop", 0, NOW * 2)).toEqual({});
    });

    it("expects all numbers up to the highest that arrived", async () => {
      await catalog().commit(sampleRequest([0, 1, 9]));
      expect(await loss()).toEqual([day(1, 10, 3)]);
      await reopen();
      await catalog().commit(sampleRequest([9, 4, 5]));
      expect(await loss()).toEqual([day(1, 10, 5)]);
      await catalog().commit(sampleRequest([0], { stream: "another" }));
      expect(await loss()).toEqual([day(2, 11, 6)]);
    });

    it("expects what a later stream says that an earlier one sealed", async () => {
      const previous = [
        { stream: bytes("earlier", 16), count: 20 },
        { stream: bytes("never seen", 16), count: 4 },
      ];
      await catalog().commit(sampleRequest([0, 1], { stream: "earlier" }));
      await catalog().commit(saying(sampleRequest([0]), { previous }));
      await catalog().commit(saying(sampleRequest([1]), { previous }));
      expect(await loss()).toEqual([day(3, 2 + 20 + 4, 4)]);
      // What was declared and then arrives is lost no more.
      await catalog().commit(sampleRequest([0, 1, 2, 3], { stream: "never seen" }));
      expect(await loss()).toEqual([day(3, 26, 8)]);
    });

    it("does not count a stream's day again when more of it arrives the day after", async () => {
      await catalog().commit(sampleRequest([0]));
      await catalog().commit(sampleRequest([1, 2], { received: NOW + DAY }));
      expect(await loss()).toEqual([day(1, 3, 3)]);
      await catalog().commit(sampleRequest([0], { stream: "next day", received: NOW + DAY }));
      expect(await loss()).toEqual([day(1, 3, 3), day(1, 1, 1, "2026-11-24")]);
      expect(await catalog().loss("shop", NOW + DAY, NOW + DAY + 1)).toEqual([day(1, 1, 1, "2026-11-24")]);
      expect(await catalog().loss("shop", NOW, NOW)).toEqual([]);
      expect(await catalog().loss("other", 0, NOW * 2)).toEqual([]);
    });

    it("counts refused records as arrived, each once", async () => {
      const request = saying(sampleRequest([0, 3]), { refused: [1, 2, 300] });
      await catalog().commit(request);
      await catalog().commit(request);
      expect(await loss()).toEqual([day(1, 301, 5)]);
      expect(await catalog().commit(sampleRequest([1, 300, 4]))).toEqual(["duplicate", "duplicate", "stored"]);
    });

    it("is not moved by a forged number or count", async () => {
      const previous = [
        { stream: bytes("x", 16), count: 65_537 },
        { stream: bytes("y", 16), count: 2 ** 31 },
      ];
      const request = saying(sampleRequest([0, 65_536, 2 ** 32 - 1]), { previous });
      expect(await catalog().commit(request)).toEqual(["stored", "stored", "stored"]);
      expect(await loss()).toEqual([day(1, 1, 1)]);
      await catalog().commit(sampleRequest([65_535], { stream: "limit" }));
      expect(await loss()).toEqual([day(2, 65_537, 2)]);
    });

    it("does not let one site speak of another's streams", async () => {
      await catalog().commit(sampleRequest([0], { stream: "mine" }));
      const previous = [{ stream: bytes("mine", 16), count: 50 }];
      const other = sampleRequest([], { site: "other" });
      await catalog().commit({ ...other, streams: [sampleStream({ site: "other", previous })] });
      expect(await loss()).toEqual([day(1, 1, 1)]);
      expect(await catalog().loss("other", 0, NOW * 2)).toEqual([day(2, 50, 0)]);
    });

    it("does not count stale events", async () => {
      await catalog().commit({ ...sampleRequest([0, 1]), subjects: [] });
      expect(await loss()).toEqual([day(1, 0, 0)]);
    });

    it("sums refusals by reason over the days asked for", async () => {
      const refuse = (rejected: Record<string, number>, received = NOW) =>
        catalog().commit({ ...sampleRequest([], { received }), streams: [], rejected });
      await Promise.all([refuse({ shape: 1, key: 2 }), refuse({ shape: 3 })]);
      await refuse({ shape: 10 }, NOW + DAY);
      await reopen();
      expect(await catalog().rejected("shop", NOW, NOW + 1)).toEqual({ shape: 4, key: 2 });
      expect(await catalog().rejected("shop", NOW, NOW + DAY + 1)).toEqual({ shape: 14, key: 2 });
      expect(await catalog().rejected("other", NOW, NOW + 1)).toEqual({});
    });
  });
}
