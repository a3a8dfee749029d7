import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChdbStore, openChdbStore } from "../store/open-chdb-store.js";
import { storedEvent } from "../../test/stored-event.js";
import { createDrain } from "./create-drain.js";
import { memorySpool } from "../../test/memory-spool.js";

const KILLS = process.env["WAYSEAL_LONG"] === "1" ? 100 : 5;

const dir = mkdtempSync(join(tmpdir(), "ws-kill-"));
let store: ChdbStore;
beforeAll(async () => {
  store = await openChdbStore({ dir, key: Buffer.alloc(32, 5) });
}, 60_000);
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

it(
  `has every row once though the engine is killed ${KILLS} times in the middle of inserts`,
  async () => {
    const spool = memorySpool();
    const drain = createDrain({ spool, store, pace: 20, batch: 100, most: 400 });
    // A fixed sequence, so that a failure comes again: rows, and milliseconds from a finished block to the kill.
    let seed = 20_261_101;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let added = 0;
    const feed = setInterval(() => {
      const rows = Array.from({ length: 1 + random(200) }, () =>
        storedEvent({ seq: added++, received: Date.UTC(2026, added % 2, 5), internal: Buffer.alloc(300, added % 251) }),
      );
      if (drain.stats().rows + 2_000 < added) return void (added -= rows.length);
      spool.add(rows);
      drain.kick(rows.length);
    }, 10);
    try {
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const { blocks } = drain.stats();
        await until(() => drain.stats().blocks > blocks + 1);
        await new Promise((resolve) => setTimeout(resolve, random(60)));
        process.kill(store.pid()!, "SIGKILL");
        await until(() => store.restarts() === kill);
      }
    } finally {
      clearInterval(feed);
    }
    await until(async () => (await spool.depth()) === 0 && !drain.stats().waiting);
    await drain.stop();
    const [counted] = await store.ask<{ rows: number; different: number }>({
      sql: "SELECT count() AS rows, uniqExact(seq) AS different FROM events",
    });
    const { blocks, replaced } = drain.stats();
    console.log(`${KILLS} kills, ${added} rows in ${blocks} blocks, ${replaced} replaced`);
    expect(counted).toEqual({ rows: added, different: added });
  },
  60_000 + KILLS * 10_000,
);

async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
}
