import { aViewer } from "./a-viewer.js";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDekReader, createFieldReader, makeSiteKeys } from "../src/keys/index.js";
import { makeDataDir, openData, separate } from "../src/main.js";
import { createPipeline } from "../src/pipeline/index.js";
import type { StoredEvent } from "../src/pipeline/states.js";
import type { Catalog } from "../src/ports/catalog.js";
import { readSettings } from "../src/settings/read-settings.js";
import { hello, sealStream, value, view } from "./seal-stream.js";

const LONG = process.env["WAYSEAL_LONG"] === "1";
/** In all. */
const KILLS = LONG ? 200 : 20;
/** How many of them while KEKs are refreshed, root keys are rotated, and a level is given its own. */
const SHARES = { refresh: 0.4, root: 0.4, separate: 0.2 } as const;
const SUBJECTS = 40;
const PROCESS = fileURLToPath(new URL("./turnover-process.mjs", import.meta.url));
const viewer = aViewer();
const iban = { type: "track", at: 9, name: "paid", properties: { iban: "DE89370400440532013000" } };
let folder: string;
let env: Record<string, string>;
const settings = () => readSettings({ env: { ...env }, cwd: folder });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ws-turnover-"));
  env = {
    HOME: folder,
    WAYSEAL_DATA: join(folder, "data"),
    WAYSEAL_ROOT_KEY_FILE: join(folder, "root.key"),
    WAYSEAL_KEYRING_RESTRICTED: `file:${join(folder, "restricted.key")}`,
  };
  await makeDataDir(settings());
  const { catalog, keyring } = await openData(settings());
  const { recipient, signing } = await makeSiteKeys(keyring, { site: "shop" });
  await catalog.addSite({ id: "shop", name: "Shop", origins: ["*"], created: 1 }, recipient, signing);
  const deks = createDekReader({ keys: catalog, keyring });
  const pipeline = createPipeline({ catalog, keyring, openDek: (dek) => deks.open(dek) });
  for (let n = 0; n < SUBJECTS; n++) {
    const body = sealStream(recipient, "shop", [hello(), view, value, iban]).envelope();
    expect(await pipeline.receive(body, { received: Date.now(), origin: undefined })).toMatchObject({ stored: 4 });
  }
  await catalog.close();
  await keyring.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How many sealed values there are, and how many of them can be read. The data directory must open. */
async function readAll(): Promise<{ readonly values: number; readonly unreadable: number; readonly levels: number }> {
  const { catalog, keyring } = await openData(settings());
  try {
    const stored = await spooled(catalog);
    const fields = (await createFieldReader({ keys: catalog, keyring }).read(viewer, stored)).flat();
    const values = fields.filter(({ state }) => state !== "removed");
    return {
      values: values.length,
      unreadable: values.filter(({ state }) => state !== "shown").length,
      levels: new Set(stored.flatMap(({ notes }) => notes.map(({ level }) => level))).size,
    };
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

/** How many keys were destroyed so far: each was replaced whole. */
async function destroyed(): Promise<number> {
  const { catalog, keyring } = await openData(settings());
  try {
    return (await catalog.destroyedKeys(10_000)).length;
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

async function spooled(catalog: Catalog): Promise<readonly StoredEvent[]> {
  for (let block = await catalog.next(100_000); block !== null; block = await catalog.next(100_000)) {
    await catalog.drained(block.id, Date.now());
  }
  const blocks = await catalog.unsettled();
  return (await Promise.all(blocks.map(({ id }) => catalog.read(id)))).flatMap(({ rows }) => rows);
}

/** Starts the process, kills it after it has been at work for so long, and says how many turns it finished. */
async function killed(verb: string, after: number): Promise<number> {
  const child = spawn(process.execPath, [PROCESS, verb], { env: { ...env, PATH: process.env["PATH"] }, cwd: folder });
  let [out, err] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (err += String(chunk)));
  const ended = new Promise((resolve) => child.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      out += String(chunk);
      if (out.includes("begun")) resolve();
    });
    child.once("close", () => reject(new Error(`It ended by itself: ${err}`)));
  });
  await new Promise((resolve) => setTimeout(resolve, after));
  expect(child.exitCode, err).toBeNull();
  child.kill("SIGKILL");
  await ended;
  return out.split("\n").filter((line) => line === "whole").length;
}

/** Moments that a cycle of work is spread over, in no order. */
const moment = (kill: number) => (kill * 137) % 601;

describe("turning keys over, killed at any point", () => {
  it.each(Object.entries(SHARES).map(([verb, share]) => [verb, Math.round(KILLS * share)] as const))(
    "%s: leaves every event readable, %i times",
    { timeout: KILLS * 30_000 },
    async (verb, kills) => {
      const before = await readAll();
      expect(before).toMatchObject({ unreadable: 0, levels: 3 });
      expect(before.values).toBeGreaterThanOrEqual(SUBJECTS * 2);
      let [whole, left] = [0, 0];
      for (let kill = 0; kill < kills; kill++) {
        whole += await killed(verb, moment(kill));
        // Nothing starts on a level that is half under the common root key: the command is run again, and finishes it.
        if (verb === "separate") left += (await separate(settings(), "restricted")).keks;
        expect(await readAll(), `after kill ${kill + 1}`).toEqual(before);
      }
      const gone = await destroyed();
      console.log(
        `${verb}: ${kills} kills, ${whole} turns whole, ${left} keys left to the next run, ${gone} keys destroyed; ${before.values} values read after each kill, 0 unreadable`,
      );
      // It got on in spite of them; what a level was given is finished by itself, or by the next run.
      expect(verb === "separate" ? whole + left : gone).toBeGreaterThan(0);
    },
  );

  it(
    "negative control: loses some where a DEK's bytes are written before it says to which KEK",
    { timeout: 120_000 },
    async () => {
      let unreadable = 0;
      for (let kill = 0; kill < 12 && unreadable === 0; kill++) {
        await killed("hasty-refresh", 5 + moment(kill) / 10).catch(() => undefined);
        ({ unreadable } = await readAll());
      }
      expect(unreadable).toBeGreaterThan(0);
    },
  );

  it("negative control: loses all where the old root key goes first", { timeout: 120_000 }, async () => {
    await killed("hasty-root", 20);
    await expect(readAll()).rejects.toMatchObject({ name: "DataDirError", fault: "key" });
  });
});
