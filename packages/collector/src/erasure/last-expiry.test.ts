import { expect, it } from "vitest";
import type { BackupRecord } from "../ports/backups.js";
import { lastExpiry } from "./last-expiry.js";

const DAY = 86_400_000;
const record = (over: Partial<BackupRecord>): BackupRecord => ({
  ...{ number: 1, kind: "data", at: 10, since: 10, place: "/b", expires: 500, finished: 11, bytes: 1, digest: "" },
  destroyed: null,
  ...over,
});
const erasure = { at: 100, overwritten: 200 };

it.each<[string, number | null, readonly Partial<BackupRecord>[], number | null]>([
  ["goes by the setting where no backup was made here", 2, [], 200 + 2 * DAY],
  ["is not known without either", null, [], null],
  ["is that of the last backup which holds rows", 2, [{ expires: 500 }, { expires: 700 }, { expires: 600 }], 700],
  ["leaves out data backups that begin after the files were written anew", 2, [{}, { since: 200, expires: 900 }], 500],
  ["counts an incremental backup by the rows that it stands on", 2, [{ at: 800, since: 10, expires: 900 }], 900],
  ["counts a key backup from before the erasure", 2, [{ kind: "keys", at: 99, expires: 900 }], 900],
  ["leaves out key backups from after it", 2, [{ kind: "keys", at: 100, since: 100, expires: 900 }], 200],
  ["ends when it was destroyed", 2, [{ kind: "keys", at: 50, expires: 900, destroyed: 300 }], 300],
  ["is that of the setting for one that was made before it", 2, [{ expires: null }, {}], 10 + 2 * DAY],
  ["is that of its record where the setting is another by now", 2, [{ expires: 3 * DAY }], 3 * DAY],
  ["is not put off by the setting where one was destroyed", 2, [{ expires: null, destroyed: 300 }], 300],
  ["is not known where a backup has no end", null, [{ expires: null }, {}], null],
  ["leaves out one that never was whole", 2, [{ finished: null, expires: 900 }, {}], 500],
])("the last expiry of an erasure's backups %s", (_, days, backups, expected) => {
  expect(lastExpiry(erasure, days, backups.map(record))).toBe(expected);
});

it("the last expiry is not known while rows are in the store's files: backups to come may have them", () => {
  expect(lastExpiry({ at: 100, overwritten: null }, 2, [record({})])).toBeNull();
});
