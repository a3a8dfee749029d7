import { describe, expect, it } from "vitest";
import type { Catalog, CommitRequest } from "./catalog.js";
import {
  SAMPLE_TIME,
  sampleBytes as bytes,
  sampleDek,
  sampleEvent,
  sampleKek,
  sampleRequest,
  sampleRow,
} from "./catalog-samples.contract.js";

const SUBJECT = bytes("subject", 16);

/** The acknowledging commit. */
export function commitContract(catalog: () => Catalog, reopen: () => Promise<Catalog>): void {
  const spooled = async () => (await catalog().next(10_000))?.rows ?? [];
  const seqs = async () => (await spooled()).map(({ seq }) => seq);

  describe("commit", () => {
    it("keeps a row exactly, over a restart", async () => {
      expect(await catalog().commit(sampleRequest([7]))).toEqual(["stored"]);
      await reopen();
      expect(await spooled()).toEqual([sampleRow({ seq: 7 })]);
    });

    it.each<[string, Partial<ReturnType<typeof sampleRow>>]>([
      ["the greatest number", { seq: 0xffff_ffff }],
      [
        "every sealed column",
        { internal: bytes("i", 1), confidential: bytes("c", 40_000), restricted: bytes("r", 32) },
      ],
      ["no sealed column", { internal: null, confidential: null, restricted: null }],
      ["no notes", { notes: [] }],
      [
        "a lone surrogate and a NUL",
        { type: "x", columns: { page: "\ud800 \0 \u2028", consent: "none", generated: true } },
      ],
      ["fractions and times before 1970", { occurred: -1, skew: -0.25, received: 0 }],
    ])("keeps %s", async (_, over) => {
      const request = sampleRequest([0]);
      await catalog().commit({ ...request, events: [sampleEvent(over)] });
      expect(await spooled()).toEqual([sampleRow(over)]);
    });

    it("finds repeats inside a request, inside a group and over a restart; the first stored wins", async () => {
      const first = { ...sampleRequest([0, 1, 0]), events: [0, 1, 0].map((seq, n) => sampleEvent({ seq, skew: n })) };
      const answers = await Promise.all([catalog().commit(first), catalog().commit(sampleRequest([1, 2]))]);
      expect(answers).toEqual([
        ["stored", "stored", "duplicate"],
        ["duplicate", "stored"],
      ]);
      await reopen();
      expect(await catalog().commit(sampleRequest([2, 1, 0, 3]))).toEqual([
        "duplicate",
        "duplicate",
        "duplicate",
        "stored",
      ]);
      expect((await spooled()).map(({ seq, skew }) => [seq, skew])).toEqual([
        [0, 0],
        [1, 1],
        [2, -12],
        [3, -12],
      ]);
    });

    it.each([[[0, 7, 8, 255]], [[256, 257, 511, 512]], [[65_535, 65_536, 2 ** 31, 2 ** 32 - 1]]])(
      "tells numbers %j apart",
      async (numbers) => {
        expect(await catalog().commit(sampleRequest(numbers))).toEqual(numbers.map(() => "stored"));
        await reopen();
        const neighbours = numbers.map((seq) => (seq === 0 ? 1 : seq - 1)).filter((seq) => !numbers.includes(seq));
        const answers = await catalog().commit(sampleRequest([...numbers, ...neighbours]));
        expect(answers).toEqual([...numbers.map(() => "duplicate"), ...neighbours.map(() => "stored")]);
      },
    );

    it("tells streams apart", async () => {
      await catalog().commit(sampleRequest([0], { stream: "a" }));
      expect(await catalog().commit(sampleRequest([0], { stream: "b" }))).toEqual(["stored"]);
      expect(await catalog().commit(sampleRequest([300], { stream: "a" }))).toEqual(["stored"]);
      expect(await catalog().commit(sampleRequest([300], { stream: "b" }))).toEqual(["stored"]);
    });

    it("keeps a mapping, and does not give it to another subject", async () => {
      const visitor = bytes("visitor v", 32);
      expect(await catalog().subject("shop", visitor)).toBeNull();
      const [one, two] = await Promise.all([
        catalog().commit(sampleRequest([0], { subject: "one", visitor: "v", stream: "a" })),
        catalog().commit(sampleRequest([0, 1], { subject: "two", visitor: "v", stream: "b" })),
      ]);
      expect(one).toEqual(["stored"]);
      expect(two).toEqual(["stale", "stale"]);
      await reopen();
      expect(await catalog().subject("shop", visitor)).toEqual(bytes("one", 16));
      expect(await catalog().subject("other", visitor)).toBeNull();
      expect(await catalog().commit(sampleRequest([0], { subject: "two", visitor: "v", stream: "b" }))).toEqual([
        "stale",
      ]);
      expect(await spooled()).toHaveLength(1);
      // Its number was not remembered: encrypted anew for the subject that holds the mapping, it is stored.
      expect(await catalog().commit(sampleRequest([0], { subject: "one", visitor: "v", stream: "b" }))).toEqual([
        "stored",
      ]);
    });

    it("refuses an event as stale whose subject nothing maps to", async () => {
      const request: CommitRequest = { ...sampleRequest([0]), subjects: [] };
      expect(await catalog().commit(request)).toEqual(["stale"]);
      expect(await spooled()).toEqual([]);
      await catalog().commit(sampleRequest([0], { stream: "another" }));
      expect(await catalog().commit(request)).toEqual(["stored"]);
    });

    it("refuses an event as stale whose DEK is not there, and stores the others", async () => {
      await catalog().addKek(sampleKek());
      const dek = sampleDek(SUBJECT);
      const events = [sampleEvent({ seq: 0 }), sampleEvent({ seq: 1 }, [dek.id]), sampleEvent({ seq: 2 })];
      const request = { ...sampleRequest([]), events };
      expect(await catalog().commit(request)).toEqual(["stored", "stale", "stored"]);
      expect(await catalog().commit({ ...request, deks: [dek] })).toEqual(["duplicate", "stored", "duplicate"]);
      expect(await catalog().commit({ ...request, events: [sampleEvent({ seq: 3 }, [dek.id])] })).toEqual(["stored"]);
      await reopen();
      expect(await catalog().deks([dek.id])).toEqual([dek]);
      expect(await seqs()).toEqual([0, 2, 1, 3]);
    });

    it("lets a later request of a group rely on what an earlier one brings", async () => {
      await catalog().addKek(sampleKek());
      const dek = sampleDek(SUBJECT);
      const bring = sampleRequest([0], { deks: [dek] });
      const rely = { ...sampleRequest([], { stream: "next" }), subjects: [] };
      const event = sampleEvent({ stream: bytes("next", 16), seq: 0 }, [dek.id]);
      const answers = await Promise.all([
        catalog().commit({ ...rely, events: [event] }),
        catalog().commit(bring),
        catalog().commit({ ...rely, events: [event] }),
        catalog().commit(bring),
      ]);
      expect(answers).toEqual([["stale"], ["stored"], ["stored"], ["duplicate"]]);
    });

    it("takes no DEK whose KEK is gone", async () => {
      const dek = sampleDek(SUBJECT, { kek: "destroyed" });
      const [, fine] = await Promise.all([
        expect(catalog().commit(sampleRequest([0], { deks: [dek] }))).resolves.toEqual(["stale"]),
        catalog().commit(sampleRequest([1])),
      ]);
      expect(fine).toEqual(["stored"]);
      expect(await catalog().deks([dek.id])).toEqual([]);
    });

    it("takes no DEK of another subject", async () => {
      await catalog().addKek(sampleKek());
      const dek = sampleDek(bytes("someone else", 16));
      expect(await catalog().commit(sampleRequest([0], { deks: [dek] }))).toEqual(["stale"]);
      expect(await catalog().deks([dek.id])).toEqual([]);
    });

    it("keeps no mapping and no DEK that no stored event relies on", async () => {
      await catalog().addKek(sampleKek());
      await catalog().commit(sampleRequest([0], { subject: "first" }));
      const dek = sampleDek(bytes("second", 16));
      // As after an erasure, when a browser sends again what is stored already.
      expect(await catalog().commit(sampleRequest([0], { subject: "second", deks: [dek] }))).toEqual(["duplicate"]);
      expect(await catalog().subject("shop", bytes("visitor second", 32))).toBeNull();
      expect(await catalog().deks([dek.id])).toEqual([]);
    });

    it("fails one request of a group alone", async () => {
      const broken = { ...sampleRequest([0], { stream: "broken" }) };
      const events = [sampleEvent({ stream: bytes("broken", 16), site: undefined as never })];
      const answers = await Promise.allSettled([
        catalog().commit(sampleRequest([0])),
        catalog().commit({ ...broken, events, subjects: [{ ...broken.subjects[0]!, site: undefined as never }] }),
        catalog().commit(sampleRequest([1])),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await seqs()).toEqual([0, 1]);
    });

    it("answers 500 requests at once, each its own", async () => {
      const requests = Array.from({ length: 500 }, (_, n) =>
        sampleRequest([0, 1, n % 7 === 0 ? 0 : 2], { stream: `s${n % 400}`, subject: `p${n % 50}` }),
      );
      const answers = await Promise.all(requests.map((request) => catalog().commit(request)));
      const stored = answers.flat().filter((outcome) => outcome === "stored").length;
      expect(answers.every((outcomes) => outcomes.length === 3 && !outcomes.includes("stale"))).toBe(true);
      expect(await catalog().depth()).toBe(stored);
      const rows = await spooled();
      expect(new Set(rows.map(({ stream, seq }) => `${stream.toString("hex")} ${seq}`)).size).toBe(stored);
    });

    it("commits a request without events", async () => {
      expect(await catalog().commit({ ...sampleRequest([]), rejected: { shape: 2 } })).toEqual([]);
      expect(await catalog().rejected("shop", SAMPLE_TIME, SAMPLE_TIME + 1)).toEqual({ shape: 2 });
    });
  });
}
