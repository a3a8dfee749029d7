import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { overSocket } from "../../test/over-socket.js";
import { readZip } from "../../test/read-zip.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import type { AuditList, AuditVerified } from "../api.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);
let witness: string;
beforeEach(async () => {
  mkdirSync(join(current().folder, "elsewhere"));
  witness = join(current().folder, "elsewhere", "witness.jsonl");
  current().env["WAYSEAL_AUDIT_WITNESS"] = witness;
  await wayseal("init");
  await wayseal("sites", "add", "shop", "--origin", "*");
  await wayseal("users", "add", "--email", "bea@x.example", "--role", "viewer", "--sites", "shop");
});

describe("wayseal audit", () => {
  it("lists what operators did, at rest and through a running collector, and names nobody by e-mail", async () => {
    const { entries } = await current().json<AuditList>("audit", "list");
    expect(entries.map(({ action }) => action)).toEqual(["person.add", "person.add", "site.add"]);
    expect(entries[0]).toMatchObject({ actor: "local", kind: "operator", detail: { outcome: "done" } });
    await wayseal("users", "disable", "bea@x.example");
    const check = async () => {
      const { out } = await wayseal("audit", "list", "--action", "person.change");
      expect(out).toMatch(/operator local +person.change .*change=disable person=[\w-]{22}\n$/);
      expect((await wayseal("audit", "list")).out).not.toContain("bea@");
      expect((await wayseal("audit", "list", "--actor", "nobody")).out).toBe("There is no such entry\n");
      expectOneLine(await wayseal("audit", "list", "--action", "dance"), /There is no such action/);
      expectOneLine(await wayseal("audit", "list", "--since", "yesterday"), /--since must be a day/, 2);
    };
    await check();
    await overSocket(current(), check);
  });

  it("verifies with the witness, and names the place where that says otherwise", async () => {
    const { out, code } = await wayseal("audit", "verify");
    expect(out).toMatch(/^The log holds: 3 entries up to 3, signed up to 3 by key [\w-]{43}\nThe witness bears out 3/);
    expect(code).toBe(0);
    await overSocket(current(), async () => {
      const verified = await current().json<AuditVerified>("audit", "verify", "--witness", witness);
      expect(verified).toMatchObject({ broken: null, witnessed: 3, lag: 0 });
    });
    const other = join(current().folder, "other.jsonl");
    const lines = readFileSync(witness, "utf8").split("\n");
    writeFileSync(other, [...lines, '{"seq":9,"hash":"AAAA"}'].join("\n"));
    const broken = await wayseal("audit", "verify", "--witness", other);
    expect([broken.code, broken.out]).toEqual([
      1,
      "The log is broken at entry 4: the witness was told of entries up to 9, which are missing\n",
    ]);
    expectOneLine(await wayseal("audit", "verify", "--witness", "nowhere.jsonl"), /nowhere\.jsonl/);
  });

  it("exports a bundle that plain Node verifies", async () => {
    const path = join(current().folder, "evidence.zip");
    const made = await current().json<{ kid: string; entries: number }>("audit", "export", "--out", path);
    expect(made.entries).toBe(4);
    const folder = join(current().folder, "evidence");
    mkdirSync(folder);
    for (const { name, content } of await readZip(path)) writeFileSync(join(folder, name), content);
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ["verify.mjs", ...args], { cwd: folder, encoding: "utf8", env: {} }).stdout;
    expect(run("--key", made.kid)).toContain(`by key ${made.kid}`);
    expect(run()).toContain("The witness bears out");
    expect(run("--key", "another")).toMatch(/^BROKEN .*and not the key you named/);
    expectOneLine(await wayseal("audit", "export", "--out", path), /is there already/);
  });

  it("refuses a witness that lies with the data", async () => {
    current().env["WAYSEAL_AUDIT_WITNESS"] = join(current().folder, "data", "witness.jsonl");
    expectOneLine(await wayseal("audit", "list"), /WAYSEAL_AUDIT_WITNESS: must not lie under the data directory/);
  });
});
