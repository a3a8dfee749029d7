import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect } from "vitest";
import { runCli } from "../src/cli/run-cli.js";
import { createDrain } from "../src/drain/index.js";
import { openData, type OpenData, openStore } from "../src/main.js";
import type { EventStore } from "../src/ports/event-store.js";
import type { Restored } from "../src/restore.js";
import { readSettings } from "../src/settings/read-settings.js";
import { envelope, fetchKey, journey, openStream, seal, send } from "./independent-sender.mjs";
import { createStack, type Stack } from "./stack.js";

/** A collector that was backed up while three senders were at work, and what they know. */
export interface BackedUp {
  readonly stack: Stack;
  /** Folder of the two backups. */
  readonly backups: string;
  /** File of the backup key. */
  readonly keyFile: string;
  /** Events that were acknowledged when the backup began. */
  readonly before: readonly string[];
  /** `stream seq` of all that were acknowledged so far, and of all that were sealed. */
  readonly acknowledged: readonly string[];
  readonly sealed: ReadonlySet<string>;
  /** Goes on sending for so many milliseconds, and waits for the answers. */
  readonly sendFor: (ms: number) => Promise<void>;
  /** The CLI in this process, with the stack's root key. */
  readonly wayseal: (...args: string[]) => Promise<Said>;
  readonly waysealIn: (env: Readonly<Record<string, string>>, ...args: string[]) => Promise<Said>;
  /** Restores into a new directory. */
  readonly restored: (from: string, keys?: string) => Promise<{ readonly data: string; readonly said: Restored }>;
  /** Opens a directory as a collector does, and lets it drain. */
  readonly opened: <Answer>(
    data: string,
    use: (open: OpenData, store: EventStore) => Promise<Answer>,
  ) => Promise<Answer>;
  /** `stream seq` of every event of a directory. */
  readonly readBack: (data: string) => Promise<string[]>;
}

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What `wayseal backup` says. */
export interface Made {
  readonly made: readonly { readonly number: number; readonly base: number | null }[];
  readonly stale: readonly { readonly number: number; readonly erased: number }[];
}

export async function createBackedUp(): Promise<BackedUp> {
  const stack = await createStack();
  const [backups, keyFile] = [join(stack.folder, "backups"), join(stack.folder, "backup.key")];
  const acknowledged: string[] = [];
  const sealed = new Set<string>();
  let restores = 0;
  const environment = { HOME: stack.folder, WAYSEAL_ROOT_KEY_FILE: join(stack.folder, "keys", "root.key") };

  async function sendUntil(stopped: () => boolean): Promise<void> {
    const key = await fetchKey(stack.url, "shop");
    while (!stopped()) {
      const stream = openStream("shop", key);
      for (const event of journey("shop", randomBytes(16).toString("base64url"))) seal(stream, event);
      const ids = stream.records.map(({ seq }) => `${stream.id} ${seq}`);
      for (const id of ids) sealed.add(id);
      expect((await send(stack.url, envelope(stream, Date.now()))).status).toBe(204);
      acknowledged.push(...ids);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  async function waysealIn(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Said> {
    let [out, err] = ["", ""];
    const code = await runCli([...args, "--json"], {
      env: { ...environment, ...env },
      cwd: stack.folder,
      stdin: (async function* () {})(),
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
    });
    return { code, out, err };
  }

  const opened: BackedUp["opened"] = async (data, use) => {
    const settings = readSettings({ env: environment, cwd: stack.folder, flags: { WAYSEAL_DATA: data } });
    const open = await openData(settings);
    const store = await openStore(settings, open.dataDir);
    try {
      const drain = createDrain({ spool: open.catalog, store });
      await drain.stop();
      expect([drain.stats().failures, drain.stats().replaced, await open.catalog.depth()]).toEqual([0, 0, 0]);
      return await use(open, store);
    } finally {
      await store.close();
      await open.catalog.close();
      await open.keyring.close();
    }
  };

  try {
    await stack.cli("init");
    await stack.cli("sites", "add", "shop", "--origin", "https://shop.example");
    await stack.start();
    await stack.cli("backup", "key", "--out", keyFile);
    let stopped = false;
    const senders = Promise.all(Array.from({ length: 3 }, () => sendUntil(() => stopped)));
    while (acknowledged.length < 400) await new Promise((resolve) => setTimeout(resolve, 20));
    const before = [...acknowledged];
    await stack.cli<Made>("backup", "--out", backups).finally(() => (stopped = true));
    await senders;
    return {
      ...{ stack, backups, keyFile, before, acknowledged, sealed, waysealIn, opened },
      wayseal: (...args) => waysealIn({}, ...args),
      sendFor: async (ms) => {
        const until = Date.now() + ms;
        await sendUntil(() => Date.now() > until);
      },
      restored: async (from, keys = from) => {
        const data = join(stack.folder, `restored-${++restores}`);
        const args = ["--from", from, "--keys", keys, "--key", keyFile, "--data", data];
        const { code, out, err } = await waysealIn({}, "restore", ...args);
        expect([code, err]).toEqual([0, ""]);
        return { data, said: JSON.parse(out) as Restored };
      },
      readBack: (data) =>
        opened(data, async (_, store) => {
          const rows = await store.ask<{ id: string; seq: number }>({
            sql: "SELECT hex(stream) AS id, seq FROM events",
          });
          return rows.map(({ id, seq }) => `${Buffer.from(id, "hex").toString("base64url")} ${seq}`);
        }),
    };
  } catch (error) {
    await stack.close();
    throw error;
  }
}
