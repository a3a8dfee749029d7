import { connect } from "node:net";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callAdmin, NotRunning } from "../admin/call-admin.js";
import { PASSWORD } from "../../test/http-collector.js";
import { hello, sealStream } from "../../test/seal-stream.js";
import type { JourneyList, LossAnswer } from "../api.js";
import { openData, type Running, startCollector } from "../main.js";
import { readSettings } from "../settings/read-settings.js";
import type { Settings } from "../settings/settings.js";

let folder: string;
let settings: Settings;
let running: Running | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ws-start-"));
  running = null;
  settings = settingsOf(join(folder, "data"));
});
afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function settingsOf(data: string): Settings {
  const env = { WAYSEAL_DATA: data, WAYSEAL_ROOT_KEY_FILE: join(folder, "root.key"), PORT: "0" };
  return readSettings({ env, cwd: folder });
}

async function start(): Promise<Running> {
  running = await startCollector(settings);
  return running;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

/** Sends one journey of `clicks` clicks. */
async function send(address: string, clicks: number): Promise<number> {
  const { sites } = await callAdmin(settings.data, "keys.list", {});
  const kid = sites[0]?.recipients[0]?.kid ?? "";
  const jws = await (await fetch(`${address}/v1/sites/shop/keys`)).text();
  const set = JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()) as { keys: { x: string }[] };
  const publicKey = Buffer.from(set.keys[0]?.x ?? "", "base64url");
  const click = { type: "click", at: 5, role: "button" };
  const events = [hello({ clock: Date.now() }), ...Array.from({ length: clicks }, () => click)];
  const body = sealStream({ kid, publicKey }, "shop", events).envelope(Date.now());
  return (await fetch(`${address}/v1/streams`, { method: "POST", body: new Uint8Array(body) })).status;
}

describe("startCollector", () => {
  it("makes a data directory, takes envelopes before the engine answers, and keeps all over a restart", async () => {
    const { address, made, welcome } = await start();
    expect(made?.recoveryCopy).toMatch(/^\w{5}-/);
    expect(welcome?.email).toBe("owner@localhost");
    // The engine needs a second at least: what is sent now is acknowledged without it.
    await callAdmin(settings.data, "sites.add", { id: "shop", name: "Shop", origins: ["*"] });
    expect(await send(address, 3)).toBe(204);
    expect(await (await fetch(`${address}/readyz`)).json()).toMatchObject({ ingest: true });
    await stop();

    const again = await start();
    expect(again.made).toBeNull();
    const { token } = await callAdmin(settings.data, "tokens.create", {
      name: "test",
      clearance: "confidential",
      sites: "*",
      days: 1,
    });
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    await expect
      .poll(async () => (await (await fetch(`${again.address}/readyz`)).json()) as object, { timeout: 60_000 })
      .toEqual({ status: "ready", ingest: true, queries: true });
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${again.address}/v1/journeys?site=shop`, { headers });
          return ((await answer.json()) as JourneyList).journeys[0]?.events;
        },
        { timeout: 30_000 },
      )
      .toBe(4);
    const range = JSON.stringify({ site: "shop", from: Date.now() - 86_400_000, to: Date.now() + 1000 });
    const loss = await fetch(`${again.address}/v1/query/loss`, { method: "POST", headers, body: range });
    expect((await loss.json()) as LossAnswer).toMatchObject({ expected: 4, arrived: 4, lost: 0 });

    // Sent with the engine up, and stopped at once: the last commit is drained before the end.
    expect(await send(again.address, 1)).toBe(204);
    await stop();
    const { catalog } = await openData(settings);
    expect(await catalog.depth()).toBe(0);
    await catalog.close();
  }, 120_000);

  it("gives the first person a new link at each start until one was used", async () => {
    const first = (await start()).welcome;
    await stop();
    const { welcome, address } = await start();
    expect(welcome?.link).not.toBe(first?.link);
    const use = (link = "") =>
      fetch(`${address}/v1/session/password`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: address },
        body: JSON.stringify({ secret: link.split("/").at(-1), password: PASSWORD }),
      });
    expect((await use(first?.link)).status).toBe(410);
    const session = await use(welcome?.link);
    expect(await session.json()).toMatchObject({ clearance: "restricted", person: { email: "owner@localhost" } });
    await stop();
    expect((await start()).welcome).toBeNull();
  }, 90_000);

  it("has a socket for its owner alone, also where the path is too long for one, and takes it away", async () => {
    await start();
    expect(statSync(join(settings.data, "collector.sock")).mode & 0o777).toBe(0o600);
    await stop();
    expect(existsSync(join(settings.data, "collector.sock"))).toBe(false);
    await expect(callAdmin(settings.data, "sites.list", {})).rejects.toThrow(NotRunning);

    settings = settingsOf(join(folder, "d".repeat(120), "data"));
    await start();
    expect(await callAdmin(settings.data, "sites.list", {})).toEqual({ sites: [] });
    await stop();
    expect(readdirSync(settings.data).filter((name) => name.startsWith("collector.sock"))).toEqual([]);
  }, 90_000);

  it("is refused on a data directory that another one has open, which goes on", async () => {
    const { address } = await start();
    await expect(startCollector(settings)).rejects.toMatchObject({ name: "CatalogError", fault: "in-use" });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect(await callAdmin(settings.data, "sites.list", {})).toEqual({ sites: [] });
  }, 60_000);

  it("ends requests under way before it ends, and takes no new ones", async () => {
    const { address, port } = await start();
    await callAdmin(settings.data, "sites.add", { id: "shop", name: "Shop", origins: ["*"] });
    const socket = connect(port, "127.0.0.1");
    const head = "POST /v1/streams HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n";
    await new Promise<void>((resolve) => socket.write(`${head}W`, () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const answer = new Promise<string>((resolve) => {
      let said = "";
      socket.on("data", (chunk) => (said += String(chunk)));
      socket.on("close", () => resolve(said));
    });
    const ended = stop();
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
    socket.write("Sx");
    expect(await answer).toMatch(/^HTTP\/1\.1 400 /);
    await ended;
  }, 60_000);
});
