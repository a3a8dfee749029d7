import { aViewer } from "../../test/a-viewer.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hello, id, sealStream, value, view } from "../../test/seal-stream.js";
import { callAdmin } from "../admin/call-admin.js";
import { createFieldReader } from "../keys/index.js";
import { openData, type Running, startCollector } from "../main.js";
import { readSettings } from "../settings/read-settings.js";
import { runCli } from "./run-cli.js";

let folder: string;
let env: Record<string, string>;
let running: Running | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ws-serving-"));
  env = { WAYSEAL_DATA: join(folder, "data"), WAYSEAL_ROOT_KEY_FILE: join(folder, "root.key"), PORT: "0" };
});
afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});
const settings = () => readSettings({ env: { ...env }, cwd: folder });

async function cli(...args: string[]): Promise<string> {
  let [out, err] = ["", ""];
  const streams = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
  };
  const code = await runCli([...args, "--json"], { env: { ...env }, cwd: folder, ...streams });
  expect([code, err]).toEqual([0, ""]);
  return out;
}

describe("keys at rest of a running collector", () => {
  it("turn over through its socket while it takes events in: each is acknowledged, and each can be read", async () => {
    running = await startCollector(settings());
    const { address } = running;
    await cli("sites", "add", "shop", "--origin", "*");
    const { sites } = await callAdmin(settings().data, "keys.list", {});
    const jws = await (await fetch(`${address}/v1/sites/shop/keys`)).text();
    const set = JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()) as { keys: { x: string }[] };
    const recipient = { kid: sites[0]!.recipients[0]!.kid, publicKey: Buffer.from(set.keys[0]!.x, "base64url") };
    const visitors = Array.from({ length: 10 }, id);
    let sent = 0;
    let done = false;
    const send = async () => {
      const hi = hello({ visitor: visitors[sent++ % visitors.length]!, clock: Date.now() });
      const body = sealStream(recipient, "shop", [hi, view, value]).envelope(Date.now());
      const { status } = await fetch(`${address}/v1/streams`, { method: "POST", body: new Uint8Array(body) });
      expect(status).toBe(204);
    };
    for (let n = 0; n < 10; n++) await send();
    const feed = async () => {
      while (!done) await send();
    };
    const turn = async () => {
      const before = await callAdmin(settings().data, "keys.list", {});
      for (let round = 0; round < 3; round++) {
        await cli("keys", "rotate", "--kek");
        await cli("keys", "refresh", "--all");
      }
      const after = await callAdmin(settings().data, "keys.list", {});
      const ids = (listed: typeof before) => listed.sites[0]!.keks.map(({ id }) => id);
      expect(ids(after).filter((id) => ids(before).includes(id))).toEqual([]);
    };
    await Promise.all([feed(), feed(), turn().finally(() => (done = true))]);
    await running.stop();
    running = null;
    // What was drained lies in the engine; its DEKs, and what is in the spool still, are here.
    const { catalog, keyring } = await openData(settings());
    try {
      const stored = [];
      for (const { id } of await catalog.unsettled()) stored.push(...(await catalog.read(id)).rows);
      const viewer = aViewer();
      const fields = (await createFieldReader({ keys: catalog, keyring }).read(viewer, stored)).flat();
      const values = fields.filter(({ path }) => path === "value");
      console.log(
        `3 rotations and refreshes through the socket during ${sent} requests, all 204; ${values.length} values read`,
      );
      expect(values).toHaveLength(sent);
      expect(values.every(({ state }) => state === "shown")).toBe(true);
    } finally {
      await catalog.close();
      await keyring.close();
    }
  }, 60_000);
});
