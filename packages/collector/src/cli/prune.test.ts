import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { openData } from "../main.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();
const at = (name: string) => join(current().folder, name);
const prune = (...args: string[]) => current().json<object>("backup", "prune", ...args, "--yes");

/** Numbers of the backups that the catalog has for destroyed. Receipts and doctor go by that. */
async function destroyed(): Promise<readonly number[]> {
  const { env, folder } = current();
  const { catalog, keyring } = await openData(readSettings({ env, cwd: folder }));
  try {
    return (await catalog.backups()).filter(({ destroyed }) => destroyed !== null).map(({ number }) => number);
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

it("a prune takes a folder's last key backup where a newer lies elsewhere, and tells a backup from its copy", async () => {
  await current().run("init");
  await current().run("backup", "key", "--out", at("backup.key"));
  for (const folder of ["old", "old", "new"]) await current().json("backup", "--out", at(folder), "--only", "keys");
  cpSync(at("old"), at("copy"), { recursive: true });
  expect(readdirSync(at("copy")).sort()).toEqual(["000001-keys", "000002-keys"]);

  const left = (name: string) => [{ name, place: at("old") }];
  expect(await prune(at("copy"))).toEqual({ destroyed: ["000001-keys"], left: left("000001-keys") });
  expect(await destroyed()).toEqual([]);
  expect(await prune(at("copy"))).toEqual({ destroyed: [], would: [] });
  expect(await prune(at("copy"), "--newest-in", at("new"))).toEqual({
    destroyed: ["000002-keys"],
    left: left("000002-keys"),
  });
  expect(await destroyed()).toEqual([]);

  const wrongWay = ["backup", "prune", at("new"), "--newest-in", at("old"), "--yes"];
  expectOneLine(await current().run(...wrongWay), /No key backup in .*old is newer than 000003-keys: nothing/);
  expect(await prune(at("old"), "--newest-in", at("new"))).toEqual({
    destroyed: ["000001-keys", "000002-keys"],
    left: [],
  });
  expect(await destroyed()).toEqual([1, 2]);
  expect([readdirSync(at("old")), readdirSync(at("new"))]).toEqual([[], ["000003-keys"]]);
}, 60_000);

it("a prune refuses backups of different installs: the newest of one is not that of the other", async () => {
  await current().run("init");
  await current().run("backup", "key", "--out", at("backup.key"));
  for (const _ of [1, 2]) await current().json("backup", "--out", at("mixed"), "--only", "keys");
  const manifest = join(at("mixed"), "000002-keys", "manifest.json");
  const other = readFileSync(manifest, "utf8").replace(/("install":\s*")[\w-]{22}/, `$1${"A".repeat(22)}`);
  writeFileSync(manifest, other);
  expectOneLine(await current().run("backup", "prune", at("mixed"), "--yes"), /backups of different installs/);
  expect(readdirSync(at("mixed"))).toHaveLength(2);
}, 60_000);
