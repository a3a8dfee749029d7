/**
 * Entry of the engine's process. It opens chDB, serves it on a Unix socket, and ends with its parent. A native crash or
 * a query that eats all memory ends this process and nothing else (docs/storage.md).
 */
import { chmodSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { connect } from "node:net";
import { baseSettings } from "./base-settings.js";
import { EngineError, type FromEngine, type ToEngine } from "./messages.js";
import { openEngine } from "./open-engine.js";
import { serveEngine } from "./serve-engine.js";

/** Relative to the store's folder, which is this process's directory: so the path is always short enough. */
const SOCKET = "engine.sock";
const TAKE_OVER_MS = 5_000;
const CLOSE_MS = 2_000;

async function open(message: Extract<ToEngine, { type: "open" }>): Promise<() => Promise<void>> {
  process.chdir(message.dir);
  await takePlace();
  const engine = openEngine(message.dir, message.key, message.memory);
  const base = baseSettings(message.memory);
  const servers = [serveEngine(engine, base)];
  await listen(servers[0]!, SOCKET);
  if (message.socket !== undefined) {
    servers.push(serveEngine(engine, base));
    await listen(servers[1]!, message.socket);
  }
  return async () => {
    const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    // Inserts take milliseconds. Who still asks a long question has it cut.
    const cut = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), CLOSE_MS);
    await closed;
    clearTimeout(cut);
    engine.close();
  };
}

/** The socket is also the lock of the folder: while another process answers on it, this one must not open the engine. */
async function takePlace(): Promise<void> {
  const deadline = Date.now() + TAKE_OVER_MS;
  while (await answers()) {
    // The process of a collector that was killed may need a moment to notice.
    if (Date.now() > deadline) throw new EngineError("in-use", "The event store is in use by another process");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  rmSync(SOCKET, { force: true });
}

function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(SOCKET, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve();
    });
  });
}

/** @returns After the parent got the message, so that leaving at once does not lose it. */
function tell(message: FromEngine): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

if (process.send === undefined) {
  process.exit(2);
}
process.umask(0o077);
// Signals of a terminal reach the whole group; it is the parent that says when to end, after its last insert.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
// The parent is gone, however it went. Nothing waits for what still runs here, and every finished insert is on disk.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

let close: (() => Promise<void>) | undefined;
process.on("message", (message: ToEngine) => {
  if (message.type === "open") {
    open(message).then(
      async (closer) => {
        close = closer;
        await tell({ type: "ready" });
      },
      async (error: unknown) => {
        const { fault, message } =
          error instanceof EngineError ? error : new EngineError("failed", "The event store's engine failed to start");
        await tell({ type: "failed", fault, message });
        process.exit(1);
      },
    );
  } else {
    void (async () => {
      await close?.();
      process.exit(0);
    })();
  }
});
