import type { KeysAnswer } from "@wayseal/collector/api";
import { expect, it } from "vitest";
import { keys } from "../../test/keys-answer.js";
import { advise } from "./advise.js";

const NOW = Date.UTC(2026, 10, 25);
const ids = (answer: KeysAnswer) => advise(answer, NOW).map(({ id }) => id);

it("advises a refresh while keys were destroyed under a storage key that does not move yet", () => {
  const answer = keys(NOW);
  expect(ids(answer)).toEqual(["refresh"]);
  expect(advise(answer, NOW)[0]?.words).toContain(
    "3 keys of people or months that were erased lay under 1 storage key",
  );
  expect(ids({ ...answer, keks: answer.keks.map((kek) => ({ ...kek, moving: true })) })).toEqual([]);
  expect(ids({ ...answer, keks: answer.keks.map((kek) => ({ ...kek, destroyed: 0 })) })).toEqual([]);
});

it("tells of turns that are due, compromised keys, sets signed elsewhere, and a site without a key", () => {
  const answer = { ...keys(NOW), keks: [] };
  const [first] = answer.recipients;
  const with_ = (more: object) => ids({ ...answer, recipients: [{ ...first!, ...more }] });
  expect(with_({ due: NOW - 1 })).toEqual(["overdue"]);
  expect(with_({ due: NOW + 1 })).toEqual([]);
  // Something sealed to it still arrives: it stays until that has ended.
  expect(with_({ state: "accepted", due: NOW - 1, quietSince: NOW + 1 })).toEqual([]);
  expect(with_({ state: "accepted", due: NOW - 1, quietSince: NOW - 1 })).toEqual(["overdue"]);
  // Of a set that is signed elsewhere no key becomes current by itself.
  expect(with_({ state: "next", due: null, ready: NOW + 1 })).toEqual([]);
  expect(with_({ state: "next", due: null, ready: NOW })).toEqual(["ready"]);
  expect(with_({ compromised: NOW })).toEqual(["compromised"]);
  for (const state of ["next", "accepted"]) expect(with_({ compromised: NOW, state })).toEqual(["compromised"]);
  for (const state of ["retired", "destroyed"]) expect(with_({ compromised: NOW, state })).toEqual([]);
  expect(ids({ ...answer, recipients: [] })).toEqual(["none"]);
  const waits = { ...answer.others[0]!, purpose: "pending-index" as const };
  expect(ids({ ...answer, others: [{ ...waits, needs: 3 }] })).toEqual(["waiting"]);
  expect(ids({ ...answer, others: [{ ...waits, needs: 0 }] })).toEqual([]);
  // Of several levels all are counted, and what else is needed is not.
  const levels = (["confidential", "restricted"] as const).map((level, n) => ({ ...waits, level, needs: 3 + n }));
  const several = { ...answer, others: [...levels, { ...waits, purpose: "blind-index" as const, needs: 9 }] };
  expect(advise(several, NOW)[0]?.words).toContain("7 values wait");
  const signed = (signedUntil: number | null, tellsPolicy: boolean | null) =>
    advise({ ...answer, signing: { ...answer.signing!, held: false, signedUntil, tellsPolicy } }, NOW);
  const DAY = 86_400_000;
  expect(signed(NOW + 4 * DAY, true)).toEqual([]);
  for (const [until, tells, words] of [
    [null, null, "no key set is served"],
    [NOW, true, "has expired"],
    [NOW + 2 * DAY, true, "within three days"],
    [NOW + 4 * DAY, false, "another policy"],
  ] as const) {
    expect(signed(until, tells)).toMatchObject([{ id: "unsigned", words: expect.stringContaining(words) as string }]);
  }
});
