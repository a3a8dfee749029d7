import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { storedEvent } from "../../test/stored-event.js";
import { superviseEngine } from "../engine/index.js";
import { openChdbStore } from "./open-chdb-store.js";

const root = mkdtempSync(join(tmpdir(), "ws-plain-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

// Nothing in it repeats: the engine compresses what it writes, and a repetition would be cut out of the word we look for.
const CANARY = "canary-Zk7qX2vR9mTb4LwEü";
const key = Buffer.alloc(32, 3);
const WIDE = "SELECT concat(notes, toString(number), toString(seq)) AS x FROM events CROSS JOIN numbers(400) AS n";
const memory = { total: 1 << 30, statement: 64 << 20 };

/** Files under a folder that hold the canary, plainly or as its hex or base64. */
function findCanary(dir: string): { readonly files: number; readonly found: readonly string[]; readonly tmp: number } {
  const plain = Buffer.from(CANARY);
  const shapes = [plain, Buffer.from(plain.toString("hex")), Buffer.from(plain.toString("base64").slice(0, -2))];
  const files = walk(dir);
  const found = files.filter((name) => {
    const bytes = unlessGone(() => readFileSync(name));
    return bytes !== null && shapes.some((shape) => bytes.includes(shape));
  });
  // Whatever they hold: a file that the engine spills to is one too many.
  const tmp = files.filter((name) => /^(\/db)?\/tmp\//.test(name.slice(dir.length))).length;
  return { files: files.length, found, tmp };
}

const walk = (dir: string): string[] =>
  (unlessGone(() => readdirSync(dir, { withFileTypes: true })) ?? []).flatMap((entry) =>
    entry.isDirectory() ? walk(join(dir, entry.name)) : entry.isFile() ? [join(dir, entry.name)] : [],
  );

/** The engine renames and removes files while they are looked at. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

it("holds nothing plain in any file: not in parts, nor in what it writes while it sorts, merges, fails or dies", async () => {
  const dir = join(root, "store");
  const store = await openChdbStore({ dir, key, memory });
  const columns = { ...storedEvent().columns, page: `https://shop.example/${CANARY}`, form: CANARY };
  const notes = [{ path: CANARY, class: "name", level: "internal", rule: CANARY }] as const;
  for (let id = 1; id <= 8; id += 1) {
    const rows = Array.from({ length: 2_000 }, (_, seq) => storedEvent({ seq, columns, notes: [...notes] }));
    await store.insert({ id, rows });
  }
  const looks = [findCanary(dir)];
  const watch = setInterval(() => looks.push(findCanary(dir)), 250);
  const heavy = [
    // Each outgrows the memory of a statement, which is where an engine that may spill writes to its `tmp`.
    "SELECT concat(notes, toString(number), page) AS x FROM events CROSS JOIN numbers(400) AS n ORDER BY x DESC LIMIT 1 OFFSET 3000000",
    "SELECT concat(notes, toString(number), page, toString(seq)) AS x, count() AS n FROM events CROSS JOIN numbers(400) AS n GROUP BY x ORDER BY n LIMIT 1",
    `SELECT count() AS n FROM (${WIDE}) AS a JOIN (${WIDE}) AS b ON a.x = b.x`,
  ];
  for (const sql of heavy) await expect(store.ask({ sql }), sql).rejects.toMatchObject({ fault: "too-heavy" });
  await store.replace({ id: 3, rows: [storedEvent({ columns, notes: [...notes] })] });
  process.kill(store.pid()!, "SIGKILL");
  looks.push(findCanary(dir));
  while (!(await store.ready())) await new Promise((resolve) => setTimeout(resolve, 20));
  // It is there to be found by who may ask.
  const [kept] = await store.ask<{ n: number }>({
    sql: "SELECT count() AS n FROM events WHERE form = {form:String}",
    params: { form: CANARY },
  });
  expect(kept).toEqual({ n: 7 * 2_000 + 1 });
  clearInterval(watch);
  await store.close();
  looks.push(findCanary(dir));
  expect(looks.flatMap(({ found }) => found)).toEqual([]);
  expect(Math.max(...looks.map(({ tmp }) => tmp))).toBe(0);
  expect(looks.length).toBeGreaterThan(3);
  expect(looks.at(-1)!.files).toBeGreaterThan(50);
}, 120_000);

it("would be found on a disk that is not encrypted", async () => {
  const dir = join(root, "control");
  const engine = await superviseEngine({ dir, key, memory });
  const ask = (sql: string) =>
    new Promise((resolve, reject) => {
      const sent = request({ socketPath: engine.socketPath, method: "POST", path: "/" }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      sent.on("error", reject).end(sql);
    });
  expect(await ask("CREATE TABLE t (x String) ENGINE = MergeTree ORDER BY tuple()")).toBe(200);
  expect(await ask(`INSERT INTO t VALUES ('${CANARY}')`)).toBe(200);
  const { found } = findCanary(dir);
  await engine.close();
  expect(found.length).toBeGreaterThan(0);
}, 60_000);

it("would be found in the temporary files of an engine that may spill", async () => {
  const dir = join(root, "spill");
  const script = `
    const { Session } = await import("chdb");
    const session = new Session(${JSON.stringify(dir)});
    await session.queryAsync(
      "SET max_bytes_before_external_sort = 1000000, max_bytes_ratio_before_external_sort = 0, min_external_sort_block_bytes = 1; " +
      "SELECT concat('${CANARY}', toString(sipHash64(number))) AS x FROM numbers(6000000) ORDER BY x FORMAT Null");
    session.close();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: "ignore",
    cwd: fileURLToPath(new URL("../engine", import.meta.url)),
  });
  let ended = false;
  child.once("exit", () => (ended = true));
  let spilled = 0;
  let found = 0;
  while (!ended && found === 0) {
    const look = findCanary(dir);
    spilled += look.tmp;
    found = look.found.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGKILL");
  expect(spilled).toBeGreaterThan(0);
  expect(found).toBeGreaterThan(0);
}, 60_000);
