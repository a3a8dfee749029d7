import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteCatalog } from "../src/catalog/index.js";

const KILLS = process.env["WAYSEAL_LONG"] === undefined ? 20 : 1000;
const CHILD = fileURLToPath(new URL("./catalog-process.mjs", import.meta.url));
const NOBODY = 65_534;
const key = Buffer.alloc(32, 0x5a);
const isRoot = process.getuid?.() === 0;

let directory: string;
let path: string;
const children = new Set<ChildProcessWithoutNullStreams>();
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ws-catalog-"));
  path = join(directory, "catalog.db");
  await (await openSqliteCatalog({ path, key, create: true })).close();
});
afterEach(async () => {
  for (const child of children) await kill(child);
  rmSync(directory, { recursive: true });
});

function start(verb: string, seed = "", user?: number) {
  const identity = user === undefined ? {} : { uid: user, gid: user };
  const child = spawn(process.execPath, [CHILD, path, key.toString("hex"), verb, seed], identity);
  children.add(child);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  return { child, said: () => output.split("\n").slice(0, -1) };
}

async function kill(child: ChildProcessWithoutNullStreams): Promise<void> {
  children.delete(child);
  // Streams end after the process does: by then all that it said has been read.
  const closed = child.exitCode === null && child.signalCode === null ? once(child, "close") : null;
  child.kill("SIGKILL");
  await closed;
}

/** Waits until it has said so many lines, or ended. @returns The first. */
async function lines(started: ReturnType<typeof start>, count: number): Promise<string> {
  while (started.said().length < count && started.child.exitCode === null)
    await Promise.race([once(started.child.stdout, "data"), once(started.child, "close")]);
  return started.said()[0]!;
}

async function opening(user?: number): Promise<string> {
  const started = start("open", "", user);
  await once(started.child, "close");
  children.delete(started.child);
  return started.said().join(" ");
}

/**
 * Kills the process in mid-load, again and again until something is lost, and tells what it acknowledged and what the
 * catalog then holds.
 */
async function killInLoad(verb: "load" | "hasty", kills: number) {
  const acknowledged = new Set<string>();
  const found = new Map<string, number>();
  let reopened = 0;
  let lost = 0;
  for (let round = 0; round < kills && lost === 0; round++) {
    const started = start(verb, String(round));
    // Every other one after the first commit, however slow the machine; the others at any moment.
    expect(await lines(started, round % 2 === 0 ? 1 : 2)).toBe("opened");
    await new Promise((resolve) => setTimeout(resolve, (round * 89) % 190));
    await kill(started.child);
    for (const line of started.said().slice(1)) {
      expect(line).toMatch(/^[0-9a-f]{32} \d+$/);
      acknowledged.add(line);
    }

    const catalog = await openSqliteCatalog({ path, key });
    reopened++;
    for (;;) {
      const block = await catalog.next(5000);
      if (block === null) break;
      for (const { stream, seq } of block.rows) {
        const name = `${stream.toString("hex")} ${seq}`;
        found.set(name, (found.get(name) ?? 0) + 1);
      }
      await catalog.drained(block.id, 1);
    }
    // Some rounds leave drained blocks behind for the next.
    if (round % 3 === 0) await catalog.settle(2);
    const [day] = await catalog.loss("shop", 0, 2_000_000_000_000);
    expect(day?.arrived ?? 0).toBe(found.size);
    await catalog.close();
    lost = [...acknowledged].filter((name) => !found.has(name)).length;
  }
  const doubled = [...found.values()].filter((times) => times > 1).length;
  console.log(`${verb}: ${reopened} kills, ${acknowledged.size} events said to be stored, ${found.size} found`);
  return { acknowledged: acknowledged.size, lost, doubled, reopened };
}

describe("kill −9 in mid-load", () => {
  it("loses nothing acknowledged and doubles nothing", { timeout: 120_000 + KILLS * 3000 }, async () => {
    const { acknowledged, ...result } = await killInLoad("load", KILLS);
    expect(result).toEqual({ lost: 0, doubled: 0, reopened: KILLS });
    expect(acknowledged).toBeGreaterThan(KILLS * 2);
  });

  it("negative control: what is acknowledged before its commit is found lost", { timeout: 60_000 }, async () => {
    expect((await killInLoad("hasty", KILLS)).lost).toBeGreaterThan(0);
  });
});

describe("one process", () => {
  it("refuses a second one as in use, and lets it in once the first was killed", { timeout: 60_000 }, async () => {
    const holder = start("hold");
    expect(await lines(holder, 1)).toBe("opened");
    expect(await opening()).toBe("in-use");
    await expect(openSqliteCatalog({ path, key })).rejects.toMatchObject({ fault: "in-use" });
    // Being refused must not have taken anything from the first: it still holds its lock.
    expect(await opening()).toBe("in-use");
    await kill(holder.child);
    expect(await opening()).toBe("opened");
  });
});

describe("a disk that takes no writes", () => {
  // Root writes where nobody may: as root, the process under test is another user's.
  const user = isRoot ? NOBODY : undefined;
  const own = () => {
    if (user !== undefined) for (const name of [directory, path]) chownSync(name, user, user);
  };

  it("opens where all may be written: a negative control", async () => {
    own();
    expect(await opening(user)).toBe("opened");
  });

  it("says that a read-only file is read-only", async () => {
    own();
    chmodSync(path, 0o400);
    expect(await opening(user)).toBe("read-only");
  });

  it("says that a read-only directory is read-only", async () => {
    own();
    chmodSync(directory, 0o500);
    expect(await opening(user)).toBe("read-only");
    chmodSync(directory, 0o700);
  });
});
