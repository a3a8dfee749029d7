import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { FoundBackup } from "./list-backups.js";
import { recordsOf } from "./records-of.js";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "ws-records-"));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const name = "000002-keys";
const gone = { folder: "/copy", name, digest: "d2", manifest: { number: 2, kind: "keys" } } as FoundBackup;
const record = { number: 2, kind: "keys", digest: "d2" } as const;

it("counts a backup that went as destroyed, unless it is still where it was made", async () => {
  expect(await recordsOf([gone], [{ ...record, place }])).toEqual([{ name, number: 2, place: null }]);
  mkdirSync(join(place, name));
  expect(await recordsOf([gone], [{ ...record, place }])).toEqual([{ name, number: 2, place }]);
});

it.each([
  ["of another install, whose numbers may be the same", { digest: "other" }],
  ["of another kind", { kind: "data" as const }],
  ["of another number", { number: 3 }],
])("takes none for one %s", async (_, over) => {
  expect(await recordsOf([gone], [{ ...record, place, ...over }])).toEqual([]);
});

it("knows one whose digest a restore forgot", async () => {
  expect(await recordsOf([gone], [{ ...record, place, digest: "" }])).toEqual([{ name, number: 2, place: null }]);
});
