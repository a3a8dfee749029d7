import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineError, type EngineMemory, type FromEngine, type ToEngine } from "./messages.js";

/** Bytes of a Unix socket's path: 108 on Linux and 104 on macOS, with the zero at its end. */
const MAX_SOCKET_PATH = 103;
const START_MS = 120_000;
const CLOSE_MS = 6_000;
const BACK_OFF_MS = { first: 100, most: 10_000, healthy: 60_000 };

export interface EngineOptions {
  /** Folder of the store; made if it is missing. */
  readonly dir: string;
  /** 32 bytes, the AES key of its disk. */
  readonly key: Uint8Array;
  /** Default: a quarter of the machine's memory, from 1 to 4 GB; one statement may take two thirds of it. */
  readonly memory?: EngineMemory;
  /** The process ended though nobody asked it to. It is started again after `again` milliseconds. */
  readonly onExit?: (exit: {
    readonly code: number | null;
    readonly signal: string | null;
    readonly again: number;
  }) => void;
  /** It answers again after that. */
  readonly onRestart?: () => void;
  /** A new start failed; it is tried again. */
  readonly onFailure?: (error: EngineError, again: number) => void;
}

export interface SupervisedEngine {
  /** Where it listens, the same over all restarts. */
  readonly socketPath: string;
  /** Id of the process that runs now, or null between two. */
  pid(): number | null;
  /** How often it came back after it had ended by itself. */
  restarts(): number;
  /** Whether its process has opened the store and not ended since. */
  up(): boolean;
  close(): Promise<void>;
}

/**
 * Runs the engine in a process of its own and starts it again whenever it ends, with a growing pause.
 *
 * @returns When it is ready.
 * @throws {EngineError} If the first start fails.
 */
export async function superviseEngine(options: EngineOptions): Promise<SupervisedEngine> {
  const dir = resolve(options.dir);
  const memory = options.memory ?? defaultMemory();
  const key = Uint8Array.from(options.key);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new EngineError("unwritable", `The event store's folder ${dir} cannot be made (${code})`);
  }
  const inside = join(dir, "engine.sock");
  // In a folder that only we can enter, since the path in the data directory is too long to connect to.
  const apart = Buffer.byteLength(inside) > MAX_SOCKET_PATH ? mkdtempSync(join(tmpdir(), "wayseal-")) : null;
  const socketPath = apart === null ? inside : join(apart, "engine.sock");

  let child: ChildProcess | null = null;
  let up = false;
  let opened = 0;
  let pause = BACK_OFF_MS.first;
  let timer: NodeJS.Timeout | undefined;
  let closing: Promise<void> | null = null;

  async function start(): Promise<void> {
    const started = spawnEngine();
    child = started;
    started.once("exit", (code, signal) => {
      if (child === started) child = null;
      if (!up || closing !== null) return;
      up = false;
      options.onExit?.({ code, signal, again: pause });
      again();
    });
    if (apart !== null) rmSync(socketPath, { force: true });
    const open: ToEngine = { type: "open", dir, key, memory, ...(apart === null ? {} : { socket: socketPath }) };
    await whenOpen(started, open);
    opened += 1;
    const healthy = setTimeout(() => (pause = BACK_OFF_MS.first), BACK_OFF_MS.healthy).unref();
    started.once("exit", () => clearTimeout(healthy));
    up = true;
  }

  function again(): void {
    const wait = pause;
    pause = Math.min(pause * 2, BACK_OFF_MS.most);
    timer = setTimeout(() => {
      start().then(
        () => options.onRestart?.(),
        (error: unknown) => {
          if (closing !== null) return;
          options.onFailure?.(error as EngineError, pause);
          again();
        },
      );
    }, wait);
  }

  async function close(): Promise<void> {
    clearTimeout(timer);
    up = false;
    const last = child;
    if (last !== null && last.exitCode === null && last.signalCode === null) {
      const ended = new Promise((resolve) => last.once("exit", resolve));
      const late = setTimeout(() => last.kill("SIGKILL"), CLOSE_MS);
      last.ref();
      if (last.connected) last.send({ type: "close" } satisfies ToEngine);
      await ended;
      clearTimeout(late);
    }
    key.fill(0);
    // The socket in the folder may be another engine's, if this one never came up.
    if (apart !== null) rmSync(apart, { recursive: true, force: true });
    if (opened > 0) rmSync(inside, { force: true });
  }

  try {
    await start();
  } catch (error) {
    await (closing = close());
    throw error;
  }
  return {
    socketPath,
    pid: () => child?.pid ?? null,
    restarts: () => Math.max(opened - 1, 0),
    up: () => up,
    close: () => (closing ??= close()),
  };
}

/** The child sees nothing of our environment but what it needs, and has no output that anything could leak to. */
function spawnEngine(): ChildProcess {
  const env: NodeJS.ProcessEnv = { UV_THREADPOOL_SIZE: "8", TZ: "UTC" };
  // The last marks the processes of a test run, so that one left behind is found.
  for (const name of ["PATH", "TMPDIR", "LD_LIBRARY_PATH", "WAYSEAL_TEST_RUN"]) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  // A core dump would hold the disk's key. `exec` keeps the process id and the channel.
  return spawn("/bin/sh", ["-c", 'ulimit -c 0; exec "$0" "$@"', process.execPath, entry()], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "advanced",
    env,
  });
}

/** Node runs what was built: sources under a test runner start the engine of the last build. */
function entry(): string {
  const beside = fileURLToPath(new URL("./process.js", import.meta.url));
  if (existsSync(beside)) return beside;
  const built = join(dirname(beside), "../../dist/engine/process.js");
  if (existsSync(built)) return built;
  throw new EngineError("failed", "The event store's engine is not built: run npm run build");
}

function whenOpen(child: ChildProcess, open: ToEngine): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => reject(new EngineError("failed", message));
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      fail("The event store's engine did not start in time");
    }, START_MS);
    child.once("error", () => fail("The event store's engine could not be started"));
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      fail(`The event store's engine ended as it started (${signal ?? code})`);
    });
    child.on("message", (message: FromEngine) => {
      clearTimeout(late);
      if (message.type === "failed") return reject(new EngineError(message.fault, message.message));
      // A program that forgets to close may still end: then the child sees its parent gone, and ends too.
      child.unref();
      child.channel?.unref();
      resolve();
    });
    child.send(open, (error) => {
      if (error !== null) fail("The event store's engine ended as it started");
    });
  });
}

function defaultMemory(): EngineMemory {
  const total = Math.min(Math.max(Math.floor(totalmem() / 4), 1 << 30), 4 * 2 ** 30);
  return { total, statement: Math.floor((total * 2) / 3) };
}
