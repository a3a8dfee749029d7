import { describe, expect, it } from "vitest";
import { CatalogError, type CommitOutcome } from "../ports/catalog.js";
import { sampleRequest } from "../ports/catalog-samples.contract.js";
import { createGroupCommit, type GroupLimits } from "./group-commit.js";
import type { GroupEntry } from "./write-group.js";

/** A group commit whose writes end when the test says so. */
function underTest(limits?: GroupLimits) {
  const groups: { size: number; finish: (error?: Error) => void }[] = [];
  const group = createGroupCommit((entries: readonly GroupEntry[]) => {
    return new Promise<CommitOutcome[][]>((resolve, reject) => {
      const answers = entries.map(({ request }) => request.events.map(() => "stored" as const));
      const finish = (error?: Error) => (error === undefined ? resolve(answers) : reject(error));
      groups.push({ size: entries.length, finish });
    });
  }, limits);
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { group, groups, turn };
}

describe("group commit", () => {
  it("writes one turn's requests together, and those that came meanwhile together next", async () => {
    const { group, groups, turn } = underTest();
    const first = [1, 2, 3].map(() => group.commit(sampleRequest([0])));
    await turn();
    const second = [1, 2].map(() => group.commit(sampleRequest([0])));
    await turn();
    expect(groups.map(({ size }) => size)).toEqual([3]);
    groups[0]!.finish();
    expect(await Promise.all(first)).toEqual([["stored"], ["stored"], ["stored"]]);
    await turn();
    expect(groups.map(({ size }) => size)).toEqual([3, 2]);
    groups[1]!.finish();
    await Promise.all(second);
  });

  it("answers nobody before the write has ended", async () => {
    const { group, groups, turn } = underTest();
    let answered = false;
    const commit = group.commit(sampleRequest([0])).then(() => (answered = true));
    await turn();
    expect([groups.length, answered]).toEqual([1, false]);
    groups[0]!.finish();
    await commit;
  });

  it("parts a long queue into groups of bounded size, and never holds back one that is larger alone", async () => {
    const { group, groups, turn } = underTest({ groupEvents: 8 });
    const sizes = [3, 2, 20, 1];
    const answers = sizes.map((size) => group.commit(sampleRequest(Array.from({ length: size }, (_, seq) => seq))));
    for (const place of [0, 1, 2]) {
      await turn();
      groups[place]!.finish();
    }
    expect((await Promise.all(answers)).map(({ length }) => length)).toEqual(sizes);
    expect(groups.map(({ size }) => size)).toEqual([2, 1, 1]);
  });

  it.each([
    ["events", { waitingEvents: 6 }],
    ["bytes", { waitingBytes: 1000 }],
  ])(
    "refuses as overloaded what is beyond its limit of %s, and takes more once some were answered",
    async (_, limits) => {
      const { group, groups, turn } = underTest(limits);
      const first = group.commit(sampleRequest([0, 1]));
      await expect(group.commit(sampleRequest([0, 1, 2, 3]))).rejects.toMatchObject({ fault: "overloaded" });
      await turn();
      groups[0]!.finish();
      await first;
      await turn();
      const second = group.commit(sampleRequest([0, 1, 2, 3, 4, 5, 6, 7]));
      await turn();
      groups[1]!.finish();
      expect(await second).toHaveLength(8);
    },
  );

  it("fails all requests of a group when the database fails", async () => {
    const { group, groups, turn } = underTest();
    const answers = [1, 2].map(() => group.commit(sampleRequest([0])));
    const settled = Promise.allSettled(answers);
    await turn();
    groups[0]!.finish(new CatalogError("full", "full"));
    for (const answer of await settled) expect(answer).toMatchObject({ status: "rejected", reason: { fault: "full" } });
    expect(groups).toHaveLength(1);
  });

  it("goes on after a failure", async () => {
    const { group, groups, turn } = underTest();
    const failing = expect(group.commit(sampleRequest([0]))).rejects.toThrow("full");
    await turn();
    groups[0]!.finish(new CatalogError("full", "full"));
    await failing;
    await turn();
    const next = group.commit(sampleRequest([0]));
    await turn();
    groups[1]!.finish();
    expect(await next).toEqual(["stored"]);
  });

  it("writes each alone when one of a group is at fault", async () => {
    const { group, groups, turn } = underTest();
    const settled = Promise.allSettled([1, 2].map(() => group.commit(sampleRequest([0]))));
    await turn();
    groups[0]!.finish(new Error("constraint"));
    await turn();
    groups[1]!.finish(new Error("constraint"));
    await turn();
    groups[2]!.finish();
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(groups.map(({ size }) => size)).toEqual([2, 1, 1]);
  });

  it("answers what waits when it stops, and refuses the rest", async () => {
    const { group, groups, turn } = underTest();
    const waiting = group.commit(sampleRequest([0]));
    const stopping = group.stop();
    await expect(group.commit(sampleRequest([1]))).rejects.toMatchObject({ fault: "closed" });
    await turn();
    groups[0]!.finish();
    expect(await waiting).toEqual(["stored"]);
    await stopping;
  });
});
