import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { EventStore } from "../ports/event-store.js";
import { createEventStore } from "./create-event-store.js";
import { ensureSchema } from "./ensure-schema.js";

export interface ClickHouseStoreOptions {
  /** `CLICKHOUSE_URL`, such as `https://user:password@host:8443/wayseal`; its path names a database that exists. */
  readonly url: string;
  /** Seconds that a question may take. @default 15 */
  readonly questionSeconds?: number;
}

/**
 * Opens the event store on a ClickHouse server. How its disks are encrypted is the server's affair: sealed columns are
 * ciphertext there too, public ones are not.
 *
 * @throws {EventStoreError} `unavailable` if it does not answer, `failed` if the store is of another version.
 */
export async function openClickHouseStore({ url, questionSeconds = 15 }: ClickHouseStoreOptions): Promise<EventStore> {
  const client = createClient({
    url,
    request_timeout: Math.max(questionSeconds + 5, 65) * 1000,
    max_open_connections: 16,
    log: { level: ClickHouseLogLevel.OFF },
  });
  try {
    await ensureSchema(client, null);
  } catch (error) {
    await client.close();
    throw error;
  }
  return createEventStore({ client, restarts: () => 0, close: () => client.close(), questionSeconds });
}
