import { Agent } from "node:http";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { type EngineOptions, superviseEngine } from "../engine/index.js";
import type { EventStore } from "../ports/event-store.js";
import { createEventStore } from "./create-event-store.js";
import { ensureSchema } from "./ensure-schema.js";

export interface ChdbStoreOptions extends EngineOptions {
  /** Seconds that a question may take. @default 15 */
  readonly questionSeconds?: number;
}

/** The embedded event store. `pid` is that of its engine's process, null while that is down. */
export type ChdbStore = EventStore & { pid(): number | null };

/**
 * Opens the embedded event store: chDB in a child process, its tables on an encrypted disk under `dir`.
 *
 * @throws {EngineError} If the engine does not start: one clear line says why.
 * @throws {EventStoreError} If the store is of another version.
 */
export async function openChdbStore({ questionSeconds = 15, ...options }: ChdbStoreOptions): Promise<ChdbStore> {
  const engine = await superviseEngine(options);
  const client = createClient({
    // The agent leads every request to the socket; the host is only what HTTP wants to see.
    url: "http://engine",
    http_agent: new Agent({ socketPath: engine.socketPath } as ConstructorParameters<typeof Agent>[0]),
    // A connection costs nothing on a Unix socket, and one kept would break when the engine is started again.
    keep_alive: { enabled: false },
    request_timeout: Math.max(questionSeconds + 5, 65) * 1000,
    max_open_connections: 32,
    log: { level: ClickHouseLogLevel.OFF },
  });
  const close = async () => {
    await client.close();
    await engine.close();
  };
  try {
    await ensureSchema(client, "sealed");
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...createEventStore({ client, restarts: () => engine.restarts(), close, questionSeconds }),
    pid: () => engine.pid(),
  };
}
