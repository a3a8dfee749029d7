import type { ClickHouseClient } from "@clickhouse/client";
import { EventStoreError } from "../ports/event-store.js";
import { createEventsTable, SCHEMA_VERSION } from "./events-table.js";
import { explainError } from "./explain-error.js";

/**
 * Makes the table if it is not there, and refuses one that this version does not know.
 *
 * @param policy Storage policy of the encrypted disk, or null.
 * @throws {EventStoreError} `failed` if it was written by another version.
 */
export async function ensureSchema(client: ClickHouseClient, policy: string | null): Promise<void> {
  let comment: string | undefined;
  try {
    await client.command({ query: createEventsTable(policy) });
    const answer = await client.query({
      query: "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'events'",
      format: "JSONEachRow",
    });
    comment = (await answer.json<{ comment: string }>())[0]?.comment;
  } catch (error) {
    throw explainError(error);
  }
  if (comment !== `wayseal ${SCHEMA_VERSION}`) {
    const found = /^wayseal (\d+)$/.exec(comment ?? "")?.[1];
    throw new EventStoreError(
      "failed",
      found === undefined
        ? "The event store holds a table named events that is not Wayseal's"
        : `The event store is of version ${found}; this Wayseal reads version ${SCHEMA_VERSION}`,
    );
  }
}
