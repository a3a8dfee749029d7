import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkArchive } from "../../test/archive-checks.js";
import { readZip } from "../../test/read-zip.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { takeVisitor } from "../../test/visitor.js";
import type { AuditList } from "../api.js";
import { createLog } from "../log/create-log.js";
import { openData, startCollector } from "../main.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();

/** A data directory with a site and one visitor's events, which no collector has drained. @returns The subject's hex. */
async function withVisitor(): Promise<string> {
  const { env, run } = current();
  await run("init", "--if-missing");
  await run("sites", "add", "shop", "--origin", "*", "--if-missing");
  const data = await openData(readSettings({ env, cwd: current().folder }));
  try {
    return await takeVisitor(data);
  } finally {
    await data.catalog.close();
    await data.keyring.close();
  }
}

async function archive(path: string) {
  return checkArchive(new Map((await readZip(path)).map(({ name, content }) => [name, content])));
}

describe("wayseal export", () => {
  it("writes all that is held, also what waited, to the clearance that is asked for", { timeout: 60_000 }, async () => {
    const subject = await withVisitor();
    const out = join(current().folder, "ann.zip");
    const { code, out: said } = await current().run("export", "--subject", subject.toUpperCase(), "--out", "ann.zip");
    expect([code, said]).toEqual([0, expect.stringMatching(/^Exported 4 events of [0-9a-f]{32}, site shop: /)]);
    const { manifest, profile, events } = await archive(out);
    expect(manifest).toMatchObject({ subject, clearance: "restricted", complete: true, by: { kind: "operator" } });
    expect(events.map(({ type }) => type)).toEqual(["hello", "page_view", "field", "identify"]);
    expect(JSON.stringify(events)).toContain("ann@gmail.com");
    expect(profile.browsers).toBe(1);
    expect(profile.identities.map(({ path, value }) => [path, value])).toEqual([
      ["user", "customer-4711"],
      ["traits.city", "Graz"],
    ]);

    const masked = join(current().folder, "masked");
    await current().json("export", "--subject", subject, "--clearance", "internal", "--out", masked);
    const files = readdirSync(masked);
    expect(files.sort()).toEqual(["events.jsonl", "index.html", "manifest.json", "profile.json"]);
    const read = checkArchive(new Map(files.map((name) => [name, readFileSync(join(masked, name))])));
    expect(read.manifest).toMatchObject({ complete: false, clearance: "internal" });
    const all = files.map((name) => readFileSync(join(masked, name), "utf8")).join("");
    expect(all).toContain("a•••@gmail.com");
    for (const secret of ["ann@gmail.com", "customer-4711", "Graz"]) expect(all).not.toContain(secret);
    // Each page is written down with what it showed; the newest first.
    const { entries } = await current().json<AuditList>("audit", "list", "--subject", subject);
    const of = { kind: "operator", site: "shop", policy: 1 };
    const page = { ...of, action: "read", classes: ["city", "email", "user-id"] };
    expect(entries).toMatchObject([
      { ...page, detail: { export: read.manifest.id, clearance: "internal", shown: 0, masked: 3 } },
      { ...of, action: "export" },
      { ...page, detail: { export: manifest.id, clearance: "restricted", shown: 3, masked: 0 } },
      { ...of, action: "export" },
    ]);

    // The data directory holds nothing of it in the clear.
    for (const name of readdirSync(join(current().folder, "data"), { recursive: true })) {
      expect(String(name)).not.toMatch(/\.(zip|part|jsonl|html)$/);
    }
  });

  it("asks a running collector, which leaves a line for the audit and no value", { timeout: 60_000 }, async () => {
    const subject = await withVisitor();
    const { env, folder } = current();
    let logged = "";
    const log = createLog("info", { write: (line: string) => (logged += line) });
    const running = await startCollector(readSettings({ env, cwd: folder, flags: { PORT: "0" } }), { log });
    try {
      await current().json("export", "--subject", subject, "--out", "ann.zip");
      expect((await archive(join(folder, "ann.zip"))).events).toHaveLength(4);
      expectOneLine(await current().run("export", "--subject", subject, "--out", "ann.zip"), /is there already/);
      expectOneLine(
        await current().run("export", "--subject", randomBytes(16).toString("hex")),
        /The site shop has no such subject/,
      );
      await current().json("erase", "--subject", subject, "--yes");
      expectOneLine(await current().run("export", "--subject", subject), /was erased on .*nothing of it is left/);
    } finally {
      await running.stop();
    }
    const audits = logged.split("\n").filter((line) => line.includes('"audit":"export"'));
    expect(audits).toHaveLength(1);
    expect(JSON.parse(audits[0]!)).toMatchObject({ site: "shop", clearance: "restricted", events: 4 });
    expect(logged).not.toMatch(new RegExp(`ann@gmail|customer-4711|${subject}`));
    expect(readdirSync(folder).filter((name) => /export|part/.test(name))).toEqual([]);
  });

  it("refuses to leave an archive inside the data directory", async () => {
    await current().run("init");
    for (const out of ["data/ann.zip", "data", "data/deep/er"]) {
      const said = await current().run("export", "--subject", "0a".repeat(16), "--out", out);
      expectOneLine(said, /outside the data directory/, 2);
    }
    expect(existsSync(join(current().folder, "data", "ann.zip"))).toBe(false);
    expectOneLine(await current().run("export", "--subject", "xyz"), /32 hex digits/);
  });
});
