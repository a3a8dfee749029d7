import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readZip } from "../../test/read-zip.js";
import { eachWithWayseal } from "../../test/run-wayseal.js";
import type { AuditList, AuditVerified } from "../api.js";

const current = eachWithWayseal();
const wayseal = async (...args: string[]) => {
  const said = await current().run(...args);
  expect(said.err).toBe("");
  return said.out;
};

it("a restore is written down, and the log goes on from there: with the witness of before verifying tells what was lost", async () => {
  const { folder, env } = current();
  const at = (name: string) => join(folder, name);
  env["WAYSEAL_AUDIT_WITNESS"] = at("witness.jsonl");
  await wayseal("init");
  await wayseal("sites", "add", "shop", "--origin", "*");
  await wayseal("backup", "key", "--out", at("backup.key"));
  await wayseal("backup", "--out", at("backups"));
  const { entries } = await current().json<AuditList>("audit", "list");
  // What is in no backup.
  await wayseal("sites", "add", "blog", "--origin", "*");
  await wayseal("users", "add", "--email", "bea@x.example", "--role", "viewer", "--sites", "shop");
  const before = await current().json<AuditVerified>("audit", "verify");
  expect(before).toMatchObject({ broken: null, restored: [] });

  const told = readFileSync(at("witness.jsonl"), "utf8").trim().split("\n");
  const head = JSON.parse(told.filter((line) => line.includes('"seq"')).at(-1)!) as { hash: string };

  env["WAYSEAL_DATA"] = at("restored");
  await wayseal("restore", "--from", at("backups"), "--key", at("backup.key"));
  const [entry] = (await current().json<AuditList>("audit", "list", "--action", "restore")).entries;
  expect(entry).toMatchObject({
    ...{ actor: "local", kind: "operator" },
    detail: { data: 1, keys: 2, entry: entry!.seq - 1, witness: before.last, head: head.hash },
  });
  // The backup holds what was written before its keys were read.
  expect(entries.map(({ seq }) => seq)).toContain(entry!.seq - 1);
  await wayseal("sites", "add", "club", "--origin", "*");

  const lost = before.last - entry!.seq + 1;
  const verified = await current().json<AuditVerified>("audit", "verify");
  expect(verified).toMatchObject({ broken: null, lag: 0, restored: [{ seq: entry!.seq, lost }] });
  expect(lost).toBeGreaterThan(1);
  expect(await wayseal("audit", "verify")).toMatch(
    new RegExp(`It was restored .* goes on by entry ${entry!.seq}: ${lost} entries of before are lost`),
  );

  await wayseal("audit", "export", "--out", at("evidence.zip"));
  mkdirSync(at("evidence"));
  for (const { name, content } of await readZip(at("evidence.zip"))) writeFileSync(join(at("evidence"), name), content);
  const offline = (...args: string[]) =>
    spawnSync(process.execPath, ["verify.mjs", ...args], { cwd: at("evidence"), encoding: "utf8", env: {} });
  const said = offline();
  expect(said.stdout).toContain(`RESTORED from a backup at entry ${entry!.seq}: ${lost} entries of before are lost`);
  expect([said.status, said.stdout]).toEqual([0, expect.stringContaining("OK: ")]);

  // The control: a witness that was told of no restore says that the log was rewritten.
  const silent = readFileSync(at("witness.jsonl"), "utf8").replaceAll(',"restored":true', "");
  writeFileSync(at("silent.jsonl"), silent);
  const broken = await current().run("audit", "verify", "--witness", at("silent.jsonl"));
  expect([broken.code, broken.out]).toEqual([1, expect.stringContaining(`broken at entry ${entry!.seq}`)]);
  expect(offline("--witness", at("silent.jsonl")).stdout).toMatch(/^BROKEN/m);
}, 120_000);
