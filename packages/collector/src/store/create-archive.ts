import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import { type EventArchive, EventStoreError } from "../ports/event-store.js";
import { COLUMNS } from "./events-table.js";
import { explainError } from "./explain-error.js";

/** Block numbers that one question about blocks spans: few enough rows for its answer. */
const SPAN = 20_000;
const SECONDS = 120;

/**
 * Rows in and out, the same for chDB and for a server. Rows, and not the store's own files: `BACKUP` through the engine's
 * encrypted disk would write them in the clear on the way, frozen files would need the disk's key to travel and would
 * hold erased rows under it, and a merge makes new files of old rows, where a block's rows never change. So blocks are
 * what an incremental backup goes by.
 */
export function createArchive(client: ClickHouseClient): EventArchive {
  async function ask<Row>(query: string, params: Readonly<Record<string, unknown>>): Promise<Row[]> {
    try {
      const answer = await client.query({
        query,
        format: "JSONEachRow",
        query_params: params,
        clickhouse_settings: {
          readonly: "1",
          max_execution_time: SECONDS,
          output_format_json_quote_64bit_integers: 0,
        },
      });
      return await answer.json<Row>();
    } catch (error) {
      throw explainError(error);
    }
  }

  /** Names stand in the SQL as they are: only those that the table has. */
  function known(columns: readonly string[]): [string, ...string[]] {
    const unknown = columns.find((column) => !COLUMNS.includes(column));
    if (unknown !== undefined || columns.length === 0) {
      throw new EventStoreError("failed", "The rows have columns that this version's event store does not");
    }
    return [...columns] as [string, ...string[]];
  }

  return {
    columns: COLUMNS,

    async count(after, upTo) {
      const [row] = await ask<{ rows: number }>(
        `SELECT count() AS rows FROM events WHERE block > {after:UInt64} AND block <= {upTo:UInt64}`,
        { after, upTo },
      );
      return row?.rows ?? 0;
    },

    async blocks(after, upTo) {
      // Numbers whose rows are gone may be many: they are skipped in one step.
      const [first] = await ask<{ found: number | null }>(
        `SELECT minOrNull(block) AS found FROM events WHERE block > {after:UInt64} AND block <= {upTo:UInt64}`,
        { after, upTo },
      );
      if (first === undefined || first.found === null) return [];
      return ask(
        `SELECT block, count() AS rows,
           sum(200 + length(notes) + length(internal) + length(confidential) + length(restricted)) AS bytes
         FROM events WHERE block >= {first:UInt64} AND block <= {last:UInt64} GROUP BY block ORDER BY block`,
        { first: first.found, last: Math.min(first.found + SPAN, upTo) },
      );
    },

    async read(first, last, columns) {
      const names = known(columns).join(", ");
      try {
        const { stream } = await client.exec({
          query: `SELECT ${names} FROM events
            WHERE block >= {first:UInt64} AND block <= {last:UInt64} FORMAT TabSeparated`,
          query_params: { first, last },
          clickhouse_settings: {
            readonly: "1",
            max_execution_time: SECONDS,
            // A server answers when all of it is there: an error in the middle would look like the end of the rows.
            wait_end_of_query: 1,
          },
        });
        const pieces: Buffer[] = [];
        for await (const piece of stream) pieces.push(piece as Buffer);
        return Buffer.concat(pieces);
      } catch (error) {
        throw explainError(error);
      }
    },

    async load(rows, columns) {
      const names = known(columns);
      try {
        await client.insert({
          table: "events",
          columns: names,
          values: Readable.from([rows], { objectMode: false }),
          format: "TabSeparated",
          clickhouse_settings: {
            insert_deduplicate: 0,
            async_insert: 0,
            max_execution_time: SECONDS,
            max_insert_block_size: "1048576",
            input_format_parallel_parsing: 0,
          },
        });
      } catch (error) {
        throw explainError(error);
      }
    },

    async clear() {
      try {
        await client.command({ query: "TRUNCATE TABLE events" });
      } catch (error) {
        throw explainError(error);
      }
    },
  };
}
