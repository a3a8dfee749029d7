import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { value } from "../../test/seal-stream.js";
import { openData } from "../main.js";
import type { BackupKind } from "../ports/backups.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();
const forget = (...args: string[]) => current().run("backup", "forget", ...args);

it("wayseal backup forget notes that copies elsewhere are gone: receipts go by it, and the audit trail says who said so", async () => {
  const { env, folder } = current();
  await current().run("init");
  await current().run("sites", "add", "shop", "--origin", "*");
  const [subject] = await feedData(current(), [[value]]);
  const place = join(folder, "off-site");
  const { catalog, keyring } = await openData(readSettings({ env: { ...env }, cwd: folder }));
  const at = Date.now() - 5000;
  const made = async (kind: BackupKind) => {
    const number = await catalog.beginBackup({ kind, at, place, expires: null });
    await catalog.finishBackup(number, { since: at, bytes: 1, digest: "", at });
  };
  await made("data");
  await made("keys");
  const by = { kind: "operator", id: "local" } as const;
  const order = {
    id: "erasure-1",
    site: "shop",
    subject: Buffer.from(subject!, "hex"),
    at: at + 1000,
    by,
    lookup: null,
  };
  await catalog.erase(order);
  await catalog.finished("removed", [order.id], at + 2000);
  await catalog.finished("overwritten", [order.id], at + 3000);
  await catalog.close();
  await keyring.close();
  const expire = async () => {
    const { receipt } = await current().json<{ receipt: string }>("receipt", "show", order.id);
    const says = JSON.parse(Buffer.from(receipt.split(".")[1]!, "base64url").toString()) as {
      backups: { expire: string };
    };
    return says.backups.expire;
  };
  // The control: as long as they are on record nobody knows when the last of the person is gone.
  expect(await expire()).toBeNull();

  expectOneLine(await forget("7", "--yes"), /There is no backup 7 on record/);
  expectOneLine(await forget("one", "--yes"), /A backup is named by its number, such as 12/, 2);
  mkdirSync(join(place, "000001-data"), { recursive: true });
  expectOneLine(await forget("1", "--yes"), /000001-data is still there: wayseal backup prune .*off-site destroys it/);
  rmSync(place, { recursive: true });
  const kept = await current().typed("yes\n", "backup", "forget", "1", "2");
  expect(kept.err).toMatch(/Is no copy left anywhere of 1 \(data, made in .*off-site\), 2 .*the word was not typed\n$/);
  expect(await expire()).toBeNull();

  const { out } = await current().typed("destroyed\n", "backup", "forget", "1", "2");
  expect(out).toMatch(/^2 backups noted as destroyed: .*\nNo key backup is left on record: .*\nNo data backup is left/);
  expect(Date.parse(await expire())).toBeGreaterThan(at + 3000);
  expectOneLine(await forget("2", "--yes"), /Backup 2 was destroyed on 20/);
  const { entries } = await current().json<{ entries: { action: string; detail: object }[] }>("audit", "list");
  expect(entries.filter(({ action }) => action === "backup")).toMatchObject([
    { actor: "local", detail: { destroyed: 2, byHand: true, first: 1 } },
  ]);
});
