import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { EventStore } from "../ports/event-store.js";
import { COLUMNS } from "./events-table.js";
import { encodeBlock } from "./encode-block.js";
import { countExpired, removeExpired } from "./expired-rows.js";
import { createArchive } from "./create-archive.js";
import { explainError } from "./explain-error.js";
import { OF_SUBJECTS } from "../ports/of-subjects.js";

export interface EventStoreParts {
  readonly client: ClickHouseClient;
  readonly restarts: () => number;
  readonly close: () => Promise<void>;
  /** Seconds that a question may take. */
  readonly questionSeconds: number;
}

/** Seconds that an insert or a removal may take. */
const WRITE_SECONDS = 60;
/** Between two looks at whether parts have been written anew. */
const ASK_AGAIN_MS = 300;
const ofSubjects = (site: string, subjects: readonly Buffer[]) => ({
  site,
  subjects: subjects.map((subject) => subject.toString("hex")),
});

/** The event store over ClickHouse's HTTP interface: the same code for chDB in its process and for a server. */
export function createEventStore({ client, restarts, close, questionSeconds }: EventStoreParts): EventStore {
  let replaced = 0;

  async function insert(values: Buffer, token: string): Promise<void> {
    await client.insert({
      table: "events",
      columns: COLUMNS as [string, ...string[]],
      values: Readable.from([values], { objectMode: false }),
      format: "TabSeparated",
      clickhouse_settings: {
        insert_deduplicate: 1,
        insert_deduplication_token: token,
        async_insert: 0,
        max_execution_time: WRITE_SECONDS,
        // One block stays one part, whatever its size.
        max_insert_block_size: "1048576",
        input_format_parallel_parsing: 0,
      },
    });
  }

  async function ask<Row>(sql: string, params: Readonly<Record<string, unknown>>): Promise<Row[]> {
    const answer = await client.query({
      query: sql,
      format: "JSONEachRow",
      query_params: params,
      clickhouse_settings: {
        readonly: "1",
        max_execution_time: questionSeconds,
        max_result_rows: "200000",
        result_overflow_mode: "throw",
        // Every number of ours is below 2^53.
        output_format_json_quote_64bit_integers: 0,
      },
    });
    return await answer.json<Row>();
  }

  /** Resolves once all parts that are to be written anew have been. */
  async function mutationsDone(): Promise<void> {
    const left = `SELECT count() AS mutations FROM system.mutations
      WHERE database = currentDatabase() AND table = 'events' AND NOT is_done`;
    for (;;) {
      const [row] = await ask<{ mutations: number }>(left, {});
      if (row?.mutations === 0) return;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  return {
    insert: async (block) => {
      // Of a block whose rows were all erased nothing is left to insert.
      if (block.rows.length > 0) await explained(insert(encodeBlock(block), `wayseal-${block.id}`));
    },

    counts: async (blocks) => {
      const found = new Map<number, number>(blocks.map((block) => [block, 0]));
      if (blocks.length === 0) return found;
      const rows = await explained(
        ask<{ block: number; rows: number }>(
          `SELECT block, count() AS rows FROM events
           WHERE block BETWEEN {first:UInt64} AND {last:UInt64} AND block IN {blocks:Array(UInt64)}
           GROUP BY block`,
          { blocks, first: Math.min(...blocks), last: Math.max(...blocks) },
        ),
      );
      for (const { block, rows: count } of rows) found.set(block, count);
      return found;
    },

    replace: async (block) => {
      const removal = client.command({
        query: "ALTER TABLE events DELETE WHERE block = {block:UInt64}",
        query_params: { block: block.id },
        // Waits until the rows are gone: an insert that overtook the removal would be removed too.
        clickhouse_settings: { mutations_sync: "2", max_execution_time: WRITE_SECONDS },
      });
      await explained(removal);
      if (block.rows.length === 0) return;
      // The table remembers the block's own token although its rows are gone, and would drop them once more.
      await explained(insert(encodeBlock(block), `wayseal-${block.id}-${Date.now()}-${++replaced}`));
    },

    rowsOf: async (site, subjects) => {
      const found = new Map(subjects.map((subject) => [subject.toString("hex"), 0]));
      if (subjects.length === 0) return found;
      const rows = await explained(
        ask<{ id: string; rows: number }>(
          `SELECT lower(hex(subject)) AS id, count() AS rows FROM events WHERE ${OF_SUBJECTS} GROUP BY subject`,
          ofSubjects(site, subjects),
        ),
      );
      for (const { id, rows: count } of rows) found.set(id, count);
      return found;
    },
    remove: async (site, subjects) => {
      if (subjects.length === 0) return;
      const removal = client.command({
        query: `DELETE FROM events WHERE ${OF_SUBJECTS}`,
        query_params: ofSubjects(site, subjects),
        clickhouse_settings: { lightweight_deletes_sync: "2", max_execution_time: WRITE_SECONDS },
      });
      await explained(removal);
    },
    overwrite: async () => {
      const rewriting = client.command({
        query: "ALTER TABLE events APPLY DELETED MASK",
        // It may outlast any request: it is asked after.
        clickhouse_settings: { mutations_sync: "0", max_execution_time: WRITE_SECONDS },
      });
      await explained(rewriting);
      await explained(mutationsDone());
    },
    expired: (which) => explained(countExpired(ask, which)),
    expire: (which) => explained(removeExpired({ client, ask, settled: mutationsDone }, which)),
    ask: <Row>({ sql, params = {} }: { sql: string; params?: Readonly<Record<string, unknown>> }) =>
      explained(ask<Row>(sql, params)),

    archive: createArchive(client),

    ready: async () => {
      try {
        return (await client.ping()).success;
      } catch {
        return false;
      }
    },

    restarts,
    close,
  };
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw explainError(error);
  }
}
