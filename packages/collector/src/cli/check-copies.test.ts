import { expect, it } from "vitest";
import type { BackupState } from "../backup/index.js";
import type { BackupRecord, Proof } from "../ports/backups.js";
import { checkCopies, type Copies } from "./check-copies.js";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20);
const backup = (over: Partial<BackupRecord>): BackupRecord => ({
  ...{ number: 1, kind: "data", at: NOW - DAY, since: NOW - DAY, place: "/b", expires: null, finished: NOW - DAY },
  ...{ bytes: 1, digest: "", destroyed: null },
  ...over,
});
const key = { id: "key1", created: 0 };

async function said(state: Partial<BackupState>, over: Partial<Copies> = {}): Promise<string[]> {
  const whole: BackupState = {
    ...{ keys: [], backups: [], stale: [], proofs: [], goneRoots: [], days: 35, toRefresh: 0 },
    ...state,
  };
  const lines: string[] = [];
  const copies: Copies = {
    proven: { roots: new Map([["root1", ""]]), shown: [] },
    backupKey: null,
    oldRoots: [],
    state: async () => whole,
    prove: async () => undefined,
    now: () => NOW,
    ...over,
  };
  for await (const { state: how, what } of checkCopies(copies)) lines.push(`${how} ${what}`);
  return lines;
}

it.each<[string, number | null, string]>([
  ["asks for a copy that nobody has shown", null, "warn Nobody has shown a copy of the root key"],
  ["says when one was shown", NOW - 180 * DAY, "ok A copy of the root key was shown to open on 2026-05-24"],
  ["asks again after 180 days", NOW - 181 * DAY, "warn A copy of the root key was last shown on 2026-05-23"],
])("doctor %s", async (_, at, line) => {
  const proofs: Proof[] = at === null ? [] : [{ what: "root", id: "root1", at }];
  // Another root key's proof counts for nothing.
  expect((await said({ proofs: [...proofs, { what: "root", id: "root0", at: NOW }] }))[0]).toBe(line);
});

it("doctor notes which copies were shown, and refuses a backup key that opens nothing", async () => {
  const proven: string[] = [];
  const prove = async (what: string, id: string) => void proven.push(`${what} ${id}`);
  const roots = new Map([["root1", ""]]);
  const shown = await said({ keys: [key] }, { prove, backupKey: "key1", proven: { roots, shown: ["root1"] } });
  expect(proven).toEqual(["root root1", "backup-key key1"]);
  expect(shown).toContain("ok The backup key key1 was shown on 2026-11-20");
  expect(await said({ keys: [key] }, { backupKey: "key0" })).toContain(
    "fail That is backup key key0, and backups are sealed to key1",
  );
  expect(await said({}, { backupKey: "key0" })).toContain("fail That backup key opens no backup: none was made here");
});

it.each([
  ["warns of a key backup that opens only with an old root key", 2, true],
  ["is content with a later one", 1, false],
])("doctor %s", async (_, lastBackup, warned) => {
  // The third is of data, and the fourth was never whole.
  const backups = [
    backup({ number: 2, kind: "keys" }),
    backup({ number: 3 }),
    backup({ number: 4, kind: "keys", finished: null }),
  ];
  const lines = await said(
    { keys: [key], backups },
    { oldRoots: [{ from: { id: "root0", place: "/k" }, lastBackup }] },
  );
  const line = "warn The newest key backup, 2, opens only with the old root key root0";
  expect(lines.includes(line)).toBe(warned);
});

it.each([
  ["says that the newest key backup opens with a destroyed root key alone", 2, true],
  ["is content with a later one than it opened", 1, false],
])("doctor %s", async (_, lastBackup, failed) => {
  const backups = [backup({ number: 2, kind: "keys" })];
  const lines = await said({ keys: [key], backups, goneRoots: [{ id: "root0", lastBackup }] });
  const line = "fail The newest key backup, 2, opens only with the root key root0, which was destroyed";
  expect(lines.includes(line)).toBe(failed);
});

it("doctor says how old the newest backups are, and which still hold keys of erased people", async () => {
  const backups = [
    backup({ number: 1, at: NOW - 9 * DAY }),
    backup({ number: 2, kind: "keys", at: NOW - 7 * DAY }),
    backup({ number: 3, finished: null }),
    backup({ number: 4, destroyed: NOW }),
  ];
  expect((await said({ keys: [key], backups, stale: [{ number: 2, place: "/b", erased: 3 }] })).slice(3)).toEqual([
    "warn The newest data backup, 1, is 9 days old: /b",
    "ok The newest key backup, 2, is 7 days old: /b",
    "warn Key backup 2 in /b holds keys of 3 subjects erased since",
  ]);
});

it("doctor says what receipts leave open without a number of days, and when KEKs are to be replaced", async () => {
  const warned = (lines: readonly string[]) => lines.filter((line) => /BACKUP_DAYS|KEKs? sealed/.test(line));
  expect(warned(await said({ days: null, toRefresh: 2 }))).toEqual([
    "warn WAYSEAL_BACKUP_DAYS is not set: receipts of erasures say expire: null, as no backup has an end",
    "warn 2 KEKs sealed keys of somebody who was erased: an older copy of those still opens with it",
  ]);
  // The control: with both in order neither is said.
  const well = await said({});
  expect(warned(well)).toEqual([]);
  expect(well).toContain("ok Backups are kept for 35 days: receipts of erasures say when the last one expires");
});

it("doctor warns of backups that were to be gone and are not known to be, as receipts count them as expired", async () => {
  const late = { at: NOW - 40 * DAY, since: NOW - 40 * DAY };
  const over = async (days: number | null, backups: readonly BackupRecord[]) =>
    (await said({ keys: [key], backups, days })).filter((line) => line.includes("was to be gone"));
  const fresh = [backup({ number: 8 }), backup({ number: 9, kind: "keys" })];
  const data = "warn Data backup 1 in /b was to be gone by 2026-11-15: receipts say it is";
  const keys = "warn Key backup 2 in /b was to be gone by 2026-11-15: receipts say it is";
  const both = [backup({ ...late, expires: NOW - 5 * DAY }), backup({ ...late, number: 2, kind: "keys" }), ...fresh];
  expect(await over(35, both)).toEqual([data, keys]);
  // Nothing was said of the second, not even now.
  expect(await over(null, both)).toEqual([data]);
  // The controls: within their days, never whole, destroyed, and one that a later one stands on.
  expect(await over(41, both)).toEqual([data]);
  for (const how of [{ finished: null }, { destroyed: NOW }, { expires: NOW }]) {
    expect(await over(35, [backup({ ...late, ...how }), ...fresh])).toEqual([]);
  }
  const stands = { ...late, number: 3, at: NOW - 34 * DAY };
  expect(await over(35, [backup(late), backup(stands), ...fresh])).toEqual([]);
  expect(await over(33, [backup(late), backup(stands)])).toHaveLength(2);
});
