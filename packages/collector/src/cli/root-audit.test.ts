import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { eachWithWayseal } from "../../test/run-wayseal.js";
import type { AuditList } from "../api.js";
import { takeLevelApart } from "../keyring/take-level-apart.js";
import { destroyRoot, openData, rotateRoot } from "../main.js";
import { CatalogError } from "../ports/catalog.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();

it("writes down what is done to root keys before it is done, and does nothing that it cannot write down", async () => {
  const { env, folder, run: wayseal, json } = current();
  await wayseal("init");
  env["WAYSEAL_KEYRING_CONFIDENTIAL"] = `file:${join(folder, "confidential.key")}`;
  const settings = () => readSettings({ env: { ...env }, cwd: folder });
  const full: typeof openData = async (settings) => {
    const { catalog, ...data } = await openData(settings);
    const appendAudit = () => Promise.reject(new CatalogError("full", "The disk is full"));
    return { ...data, catalog: { ...catalog, appendAudit } };
  };
  const open = async () => (await full({ ...settings(), levelKeyrings: {} })).catalog;
  await expect(takeLevelApart(settings(), "confidential", { open })).rejects.toMatchObject({ fault: "full" });
  expect(existsSync(join(folder, "confidential.key"))).toBe(false);
  expect((await wayseal("keys", "separate", "confidential")).err).toBe("");
  const root = async () => (await json<{ root: { id: string } }>("keys", "list")).root.id;
  const before = await root();
  const rotated = await json<{ old: { id: string }; id: string }>(
    ...["keys", "rotate", "--root", "--level", "confidential"],
  );
  const { id } = rotated.old;
  const old = join(folder, "confidential.key.old");
  await expect(destroyRoot(settings(), { id, force: false }, full)).rejects.toMatchObject({ fault: "full" });
  await expect(destroyRoot(settings(), { id: rotated.id, force: true }, full)).rejects.toMatchObject({
    fault: "full",
  });
  expect(existsSync(old)).toBe(true);
  await expect(rotateRoot(settings(), { name: "base" }, full)).rejects.toMatchObject({ fault: "full" });
  expect(await root()).toBe(before);
  // Control: with a log that takes it, it goes, and the log says so.
  expect((await wayseal("keys", "destroy", id, "--confirm", id)).code).toBe(0);
  expect(existsSync(old)).toBe(false);
  const kept = join(folder, "kept.key");
  copyFileSync(join(folder, "confidential.key"), kept);
  await destroyRoot(settings(), { id: rotated.id, force: true }, openData);
  env["WAYSEAL_KEYRING_CONFIDENTIAL"] = `file:${kept}`;
  const { entries } = await json<AuditList>("audit", "list");
  const keys = entries.filter(({ action }) => action.startsWith("key."));
  const of = { of: "root", level: "confidential" };
  expect(keys.map(({ actor, kind, action, detail }) => [actor, kind, action, detail])).toEqual([
    ["local", "operator", "key.destroy", { ...of, key: rotated.id, needed: true }],
    ["local", "operator", "key.destroy", { ...of, key: id, needed: false }],
    ["local", "operator", "key.rotate", { ...of, outcome: "done", key: rotated.id, old: id, rewrapped: 1 }],
    ["local", "operator", "key.rotate", of],
    ["local", "operator", "key.create", { ...of, outcome: "done", keys: expect.any(Number) as number }],
    ["local", "operator", "key.create", of],
  ]);
});
