import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { type EngineOptions, superviseEngine, type SupervisedEngine } from "./supervise-engine.js";

const root = mkdtempSync(join(tmpdir(), "ws-engine-"));
const open: SupervisedEngine[] = [];
let folders = 0;

async function start(options: Partial<EngineOptions> = {}): Promise<SupervisedEngine & { readonly dir: string }> {
  const dir = options.dir ?? join(root, String(++folders));
  const engine = await superviseEngine({ key: Buffer.alloc(32, 0xa7), ...options, dir });
  open.push(engine);
  return { ...engine, dir };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.close()));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function ask(socketPath: string, sql: string, query = ""): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method: "POST", path: `/?${query}` }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end(sql);
  });
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie still has an id: it has ended all the same.
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
};
const TABLE = "CREATE TABLE t (x UInt64) ENGINE = MergeTree ORDER BY x SETTINGS storage_policy = 'sealed'";

describe("superviseEngine", () => {
  it("answers on a socket that only its owner can use, and leaves nothing running", async () => {
    const engine = await start();
    const { dir, socketPath } = engine;
    expect(await ask(socketPath, "SELECT 1")).toEqual({ status: 200, text: "1\n" });
    expect(engine.up()).toBe(true);
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o077).toBe(0);
    const id = engine.pid()!;
    await engine.close();
    expect(alive(id)).toBe(false);
    expect(existsSync(socketPath)).toBe(false);
    expect(engine.up()).toBe(false);
  });

  it("shows the key in no argument, variable or file", async () => {
    const key = Buffer.from("5ec2e7".repeat(10) + "5ec2", "hex");
    const engine = await start({ key });
    expect(key).toHaveLength(32);
    const seen = ["cmdline", "environ"].map((name) => readFileSync(`/proc/${engine.pid()}/${name}`));
    const files = readdirSync(engine.dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    seen.push(...files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
    for (const bytes of seen) {
      expect(bytes.includes(key)).toBe(false);
      expect(bytes.toString("latin1").toLowerCase()).not.toContain(key.toString("hex"));
      expect(bytes.toString("latin1")).not.toContain(key.toString("base64"));
    }
    // Nor does it see ours, where other secrets may be.
    process.env["WAYSEAL_TEST_SECRET"] = "tell-nobody";
    const other = await start();
    delete process.env["WAYSEAL_TEST_SECRET"];
    expect(readFileSync(`/proc/${other.pid()}/environ`, "latin1")).not.toContain("tell-nobody");
  });

  it("starts again after each crash, with what was stored, on the same socket", async () => {
    const onExit = vi.fn();
    const engine = await start({ onExit });
    const { socketPath } = engine;
    await ask(socketPath, TABLE);
    await ask(socketPath, "INSERT INTO t VALUES (1), (2)");
    for (let crash = 1; crash <= 2; crash += 1) {
      process.kill(engine.pid()!, "SIGKILL");
      await vi.waitFor(() => expect(engine.restarts()).toBe(crash), 20_000);
      expect(await ask(socketPath, "SELECT sum(x) FROM t")).toEqual({ status: 200, text: "3\n" });
    }
    expect(onExit.mock.calls).toEqual([
      [{ code: null, signal: "SIGKILL", again: 100 }],
      [{ code: null, signal: "SIGKILL", again: 200 }],
    ]);
  }, 60_000);

  it("works where the folder's path is too long for a socket", async () => {
    const dir = join(root, "long".repeat(30), "store");
    mkdirSync(dir, { recursive: true });
    const engine = await start({ dir });
    const { socketPath } = engine;
    expect(socketPath.startsWith(dir)).toBe(false);
    expect(statSync(join(socketPath, "..")).mode & 0o777).toBe(0o700);
    expect(await ask(socketPath, "SELECT 1")).toMatchObject({ status: 200 });
    await engine.close();
    expect(existsSync(join(socketPath, ".."))).toBe(false);
  });

  it("refuses a folder that another engine has open, and leaves that one alone", async () => {
    const { dir, socketPath } = await start();
    await expect(start({ dir })).rejects.toMatchObject({ name: "EngineError", fault: "in-use" });
    expect(await ask(socketPath, "SELECT 1")).toMatchObject({ status: 200 });
  }, 30_000);

  it("refuses another key and changes nothing, so that the right one still opens", async () => {
    const first = await start();
    await ask(first.socketPath, TABLE);
    await ask(first.socketPath, "INSERT INTO t VALUES (1), (2)");
    await first.close();
    await expect(start({ dir: first.dir, key: Buffer.alloc(32, 1) })).rejects.toMatchObject({
      name: "EngineError",
      message: expect.stringMatching(/damaged, or was written under another key$/) as string,
    });
    const { socketPath } = await start({ dir: first.dir });
    expect(await ask(socketPath, "SELECT sum(x) FROM t")).toEqual({ status: 200, text: "3\n" });
  }, 60_000);

  it("says that a folder cannot be made", async () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    await expect(start({ dir: join(file, "store") })).rejects.toMatchObject({ fault: "unwritable" });
  });

  it("ends a statement whose asker has gone", async () => {
    const { socketPath } = await start();
    const sent = request({ socketPath, method: "POST", path: "/" });
    sent.on("error", () => {});
    sent.end("SELECT count() FROM numbers(1000000000000) WHERE sin(number) = 2");
    const running = async () => (await ask(socketPath, "SELECT count() FROM system.processes")).text;
    await vi.waitFor(async () => expect(await running()).toBe("2\n"), 5_000);
    sent.destroy();
    await vi.waitFor(async () => expect(await running()).toBe("1\n"), 5_000);
  });

  it("words errors as ClickHouse does", async () => {
    const { socketPath } = await start();
    expect(await ask(socketPath, "SELEC 1")).toMatchObject({
      status: 400,
      text: /^Code: 62\. DB::Exception: .*\(SYNTAX_ERROR\)$/s,
    });
    expect(await ask(socketPath, "SELECT 1", "max_bytes_before_external_sort=1")).toMatchObject({
      status: 500,
      text: /^Code: 452\./,
    });
    expect(await ask(socketPath, "SELECT 1", "no_such=1")).toMatchObject({ status: 400, text: /^Code: 115\./ });
  });

  it("ends with a parent that is killed", async () => {
    const dir = join(root, "orphan");
    const supervise = fileURLToPath(new URL("../../dist/engine/index.js", import.meta.url));
    const script = `
      import { superviseEngine } from ${JSON.stringify(supervise)};
      const engine = await superviseEngine({ dir: ${JSON.stringify(dir)}, key: new Uint8Array(32) });
      console.log(engine.pid());
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(alive(pid)).toBe(true);
    // Even in the middle of a statement.
    void ask(join(dir, "engine.sock"), "SELECT count() FROM numbers(1000000000000) WHERE sin(number) = 2").catch(
      () => {},
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(alive(pid)).toBe(false), 5_000);
    // And the folder is free at once.
    const { socketPath } = await start({ dir, key: new Uint8Array(32) });
    expect(await ask(socketPath, "SELECT 1")).toMatchObject({ status: 200 });
  }, 30_000);
});
