import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent } from "node:http";
import { createClient } from "@clickhouse/client";
import { expect, test } from "vitest";
import { superviseEngine } from "../engine/index.js";
import { ensureSchema } from "./ensure-schema.js";
import { COLUMNS, SCHEMA_VERSION } from "./events-table.js";

test("a table of the first version is brought up to date and keeps its rows; one of a later version is refused", async () => {
  const dir = mkdtempSync(join(tmpdir(), "ws-schema-"));
  const engine = await superviseEngine({ dir: join(dir, "store"), key: Buffer.alloc(32, 7) });
  const client = createClient({
    url: "http://engine",
    http_agent: new Agent({ socketPath: engine.socketPath } as ConstructorParameters<typeof Agent>[0]),
    keep_alive: { enabled: false },
  });
  const columns = async () => {
    const answer = await client.query({ query: "SELECT * FROM events LIMIT 1", format: "JSON" });
    return (await answer.json()).meta?.map(({ name }) => name);
  };
  try {
    await ensureSchema(client, "sealed");
    for (const query of [
      "INSERT INTO events (site, type, seq, refills) VALUES ('shop', 'field', 3, 2)",
      "ALTER TABLE events DROP COLUMN corrections",
      "ALTER TABLE events MODIFY COMMENT 'wayseal 1'",
    ]) {
      await client.command({ query });
    }
    await ensureSchema(client, "sealed");
    expect(await columns()).toEqual(COLUMNS);
    const answer = await client.query({ query: "SELECT seq, refills, corrections FROM events", format: "JSONEachRow" });
    expect(await answer.json()).toEqual([{ seq: 3, refills: 2, corrections: null }]);
    await client.command({ query: `ALTER TABLE events MODIFY COMMENT 'wayseal ${SCHEMA_VERSION + 1}'` });
    await expect(ensureSchema(client, "sealed")).rejects.toThrow(`this Wayseal reads version ${SCHEMA_VERSION}`);
  } finally {
    await client.close();
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}, 60_000);
