import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openSqliteCatalog } from "../src/catalog/index.js";
import { rootKeyring } from "../src/keyring/root-keyring.js";
import { createKeySets, makeSiteKeys } from "../src/keys/index.js";
import { recipientContext } from "../src/keys/contexts.js";
import type { Catalog } from "../src/ports/catalog.js";
import type { Keyring } from "../src/ports/keyring.js";
import { setOf } from "./site-collector.js";

const KILLS = process.env["WAYSEAL_LONG"] === "1" ? 200 : 12;
const CHILD = fileURLToPath(new URL("./rotation-process.mjs", import.meta.url));

/** Kills a process that turns a site's keys over, again and again. @returns The last version of the key set. */
async function killRotations(kills: number, torn = false): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "ws-rotation-"));
  const path = join(folder, "catalog.db");
  const [key, root] = [randomBytes(32), randomBytes(32)];
  const keyring = rootKeyring(Buffer.from(root), { name: "memory" });
  try {
    const made = await openSqliteCatalog({ path, key, create: true });
    const { recipient, signing } = await makeSiteKeys(keyring, { site: "shop", now: 1_795_000_000_000 });
    await made.addSite({ id: "shop", name: "Shop", origins: ["*"], created: 0 }, recipient, signing);
    await made.close();
    let last = 0;
    for (let kill = 0; kill < kills; kill++) {
      const args = [CHILD, path, key.toString("hex"), root.toString("hex"), ...(torn ? ["torn"] : [])];
      const child = spawn(process.execPath, args);
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
      await Promise.race([once(child.stdout, "data"), once(child, "close")]);
      await new Promise((resolve) => setTimeout(resolve, (kill * 37) % 150));
      const closed = once(child, "close");
      child.kill("SIGKILL");
      await closed;
      const lines = output.split("\n").slice(0, -1);
      expect(lines.length).toBeGreaterThan(0);
      const catalog = await openSqliteCatalog({ path, key });
      try {
        last = await checkKeys(catalog, keyring, lines[lines.length - 1]!);
      } finally {
        await catalog.close();
      }
    }
    return last;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param told `VERSION KID…` of the last set that browsers were told. @returns The version now. */
async function checkKeys(catalog: Catalog, keyring: Keyring, told: string): Promise<number> {
  const keys = await catalog.recipientKeys("shop");
  const of = (state: string) => keys.filter((one) => one.state === state);
  expect(of("current")).toHaveLength(1);
  expect(of("next").length).toBeLessThanOrEqual(1);
  const set = setOf((await createKeySets({ sites: catalog, keyring }).get("shop"))!.jws);
  expect(set.keys.map(({ kid }) => kid)).toEqual([...of("current"), ...of("next")].map(({ kid }) => kid));
  // Never lower than what a browser was told, and of one version there is one set.
  const [version, ...kids] = told.split(" ");
  expect(set.version).toBeGreaterThanOrEqual(Number(version));
  if (set.version === Number(version)) expect(set.keys.map(({ kid }) => kid)).toEqual(kids);
  // Each that is not destroyed has its private half, and no other has.
  for (const { kid, state, wrapped } of keys) {
    if (state === "destroyed") expect(wrapped).toBeNull();
    else (await keyring.unwrap(wrapped!, recipientContext("shop", kid))).fill(0);
  }
  return set.version;
}

it(
  `kill −9 in the middle of rotations leaves a consistent key set, ${KILLS} times`,
  { timeout: 60_000 + KILLS * 5000 },
  async () => {
    const last = await killRotations(KILLS);
    console.log(`${KILLS} kills, ${last} versions of the key set`);
    expect(last).toBeGreaterThan(KILLS);
  },
);

it(
  "negative control: keys of one turn that are written in a commit each are found torn",
  { timeout: 180_000 },
  async () => {
    await expect(killRotations(40, true)).rejects.toThrow(/to have a length of 1|to deeply equal/);
  },
);
