import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../src/cli/run-cli.js";
import type { Restored } from "../src/restore.js";
import { createDrain } from "../src/drain/index.js";
import { openData, openStore } from "../src/main.js";
import { readSettings } from "../src/settings/read-settings.js";
import { envelope, fetchKey, journey, openStream, seal, send } from "./independent-sender.mjs";
import { createStack, type Stack } from "./stack.js";

let stack: Stack;
let backups: string;
let keyFile: string;
/** Events by whether a sender got its 204, in the order of their bodies. */
const acknowledged: string[] = [];
const sealed = new Set<string>();
/** Events that were acknowledged when the first backup began. */
let before: readonly string[] = [];
let stopped = false;

/** Sends journeys until `stopped`. */
async function sendJourneys(): Promise<void> {
  const key = await fetchKey(stack.url, "shop");
  while (!stopped) {
    const stream = openStream("shop", key);
    for (const event of journey("shop", randomBytes(16).toString("base64url"))) seal(stream, event);
    const ids = stream.records.map(({ seq }) => `${stream.id} ${seq}`);
    for (const id of ids) sealed.add(id);
    expect((await send(stack.url, envelope(stream, Date.now()))).status).toBe(204);
    acknowledged.push(...ids);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

interface Made {
  readonly made: readonly {
    kind: string;
    number: number;
    name: string;
    rows: number;
    base: number | null;
    bytes: number;
  }[];
  readonly stale: readonly { number: number; erased: number }[];
}

const environment = () => ({
  HOME: stack.folder,
  WAYSEAL_ROOT_KEY_FILE: join(stack.folder, "keys", "root.key"),
});

/** The CLI in this process. */
async function wayseal(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await runCli([...args, "--json"], {
    env: environment(),
    cwd: stack.folder,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
  });
  return { code, out, err };
}

let restores = 0;
/** Restores into a new directory, with new places for all that is not in the backups but the root key. */
async function restored(from: string, keys = from): Promise<{ data: string; said: Restored }> {
  const data = join(stack.folder, `restored-${++restores}`);
  const { code, out, err } = await wayseal("restore", "--from", from, "--keys", keys, "--key", keyFile, "--data", data);
  expect([code, err]).toEqual([0, ""]);
  return { data, said: JSON.parse(out) as Restored };
}

/** Opens a restored directory as a collector does, lets it drain, and asks the event store for every event. */
async function readBack(data: string, sql = "SELECT hex(stream) AS stream, seq FROM events"): Promise<string[]> {
  const settings = readSettings({ env: environment(), cwd: stack.folder, flags: { WAYSEAL_DATA: data } });
  const { catalog, keyring, dataDir } = await openData(settings);
  const store = await openStore(settings, dataDir);
  try {
    const drain = createDrain({ spool: catalog, store });
    await drain.stop();
    expect([drain.stats().failures, drain.stats().replaced, await catalog.depth()]).toEqual([0, 0, 0]);
    const rows = await store.ask<{ stream: string; seq: number }>({ sql });
    return rows.map(({ stream, seq }) => `${Buffer.from(stream, "hex").toString("base64url")} ${seq}`);
  } finally {
    await store.close();
    await catalog.close();
    await keyring.close();
  }
}

beforeAll(async () => {
  stack = await createStack();
  backups = join(stack.folder, "backups");
  keyFile = join(stack.folder, "backup.key");
  await stack.cli("init");
  await stack.cli("sites", "add", "shop", "--origin", "https://shop.example");
  await stack.start();
  await stack.cli("backup", "key", "--out", keyFile);
  const senders = [sendJourneys(), sendJourneys(), sendJourneys()];
  while (acknowledged.length < 600) await new Promise((resolve) => setTimeout(resolve, 20));
  before = [...acknowledged];
  await stack.cli<Made>("backup", "--out", backups).finally(() => (stopped = true));
  await Promise.all(senders);
}, 90_000);
afterAll(() => stack.close());

describe("a backup that is made under load, restored elsewhere", () => {
  it("has each event that was acknowledged before exactly once, and none twice", { timeout: 60_000 }, async () => {
    expect(readdirSync(backups).sort()).toEqual(["000001-data", "000002-keys"]);
    const { data, said } = await restored(backups);
    expect(said.from).toEqual({ data: 1, keys: 2 });
    const found = await readBack(data);
    const present = new Set(found);
    expect(before.filter((id) => !present.has(id))).toEqual([]);
    expect(found).toHaveLength(present.size);
    expect(found.filter((id) => !sealed.has(id))).toEqual([]);
    console.log(
      `${before.length} events acknowledged before, ${acknowledged.length} in all, ${found.length} in the backup`,
    );
  });
});
