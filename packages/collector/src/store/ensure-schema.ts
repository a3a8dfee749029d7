import type { ClickHouseClient } from "@clickhouse/client";
import { EventStoreError } from "../ports/event-store.js";
import { createEventsTable, SCHEMA_VERSION, UPGRADES } from "./events-table.js";
import { explainError } from "./explain-error.js";

/**
 * Makes the table if it is not there, brings an older one up to date, and refuses one that this version does not know.
 *
 * @param policy Storage policy of the encrypted disk, or null.
 * @throws {EventStoreError} `failed` if it was written by another version.
 */
export async function ensureSchema(client: ClickHouseClient, policy: string | null): Promise<void> {
  let found: number | undefined;
  try {
    await client.command({ query: createEventsTable(policy) });
    found = await versionOf(client);
    for (; found !== undefined && UPGRADES[found] !== undefined; found = await versionOf(client)) {
      for (const query of UPGRADES[found] ?? []) await client.command({ query });
    }
  } catch (error) {
    throw explainError(error);
  }
  if (found !== SCHEMA_VERSION) {
    throw new EventStoreError(
      "failed",
      found === undefined
        ? "The event store holds a table named events that is not Wayseal's"
        : `The event store is of version ${found}; this Wayseal reads version ${SCHEMA_VERSION}`,
    );
  }
}

/** @returns The table's version by its comment; undefined where it is not Wayseal's. */
async function versionOf(client: ClickHouseClient): Promise<number | undefined> {
  const answer = await client.query({
    query: "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'events'",
    format: "JSONEachRow",
  });
  const comment = (await answer.json<{ comment: string }>())[0]?.comment;
  const version = /^wayseal (\d+)$/.exec(comment ?? "")?.[1];
  return version === undefined ? undefined : Number(version);
}
