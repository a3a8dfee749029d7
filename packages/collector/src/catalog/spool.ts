import { MAX_BLOCK_BYTES, type Spool, type SpoolBlock } from "../ports/catalog.js";
import { decodeRow } from "./decode-row.js";
import type { Database } from "./dialect.js";

/** Acknowledged events, in the order of their commits, in blocks that keep their rows and id until they are removed. */
export function createSpool(db: Database): Spool {
  async function rowsOf(db: Database, first: number, last: number) {
    const rows = await db
      .selectFrom("spool")
      .select(["site", "subject", "payload"])
      .where("id", ">=", first)
      .where("id", "<=", last)
      .orderBy("id")
      .execute();
    return rows.map(({ site, subject, payload }) => decodeRow(site, subject, payload));
  }

  async function counter(db: Database, name: "block" | "spooled"): Promise<number> {
    const row = await db.selectFrom("counter").select("value").where("name", "=", name).executeTakeFirstOrThrow();
    return row.value;
  }

  /** The ids of the rows that the next block takes. Reads lengths only: `limit` payloads could fill the memory. */
  async function run(db: Database, limit: number): Promise<number[]> {
    const rows = await db
      .selectFrom("spool")
      .select((select) => ["id", select.fn<number>("length", ["payload"]).as("length")])
      .where("id", ">", await counter(db, "spooled"))
      .orderBy("id")
      .limit(limit)
      .execute();
    let bytes = 0;
    const over = rows.findIndex(({ length }, at) => (bytes += length) > MAX_BLOCK_BYTES && at > 0);
    return rows.slice(0, over === -1 ? rows.length : over).map(({ id }) => id);
  }

  async function undrained(db: Database): Promise<SpoolBlock | null> {
    const block = await db
      .selectFrom("block")
      .select(["id", "first", "last"])
      .where("drained", "is", null)
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    return block === undefined ? null : { id: block.id, rows: await rowsOf(db, block.first, block.last) };
  }

  return {
    async next(limit) {
      const open = await undrained(db);
      if (open !== null) return open;
      return db.transaction().execute(async (db) => {
        const open = await undrained(db);
        if (open !== null) return open;
        const ids = await run(db, limit);
        const [first, last] = [ids[0], ids.at(-1)];
        if (first === undefined || last === undefined) return null;
        const id = (await counter(db, "block")) + 1;
        await db.updateTable("counter").set({ value: id }).where("name", "=", "block").execute();
        await db.updateTable("counter").set({ value: last }).where("name", "=", "spooled").execute();
        await db.insertInto("block").values({ id, first, last, rows: ids.length, drained: null }).execute();
        return { id, rows: await rowsOf(db, first, last) };
      });
    },

    async drained(block, at) {
      await db.updateTable("block").set({ drained: at }).where("id", "=", block).where("drained", "is", null).execute();
    },

    async unsettled() {
      const blocks = await db
        .selectFrom("block")
        .select(["id", "rows", "drained"])
        .where("drained", "is not", null)
        .orderBy("id")
        .execute();
      return blocks.map(({ id, rows, drained }) => ({ id, rows, drained: drained! }));
    },

    async read(block) {
      const range = await db.selectFrom("block").select(["first", "last"]).where("id", "=", block).executeTakeFirst();
      if (range === undefined) throw new Error(`Block ${block} is settled, or never was`);
      return { id: block, rows: await rowsOf(db, range.first, range.last) };
    },

    async settle(before) {
      let removed = 0;
      // One block a transaction: a long backlog must not keep commits waiting, nor grow the log.
      for (;;) {
        const rows = await db.transaction().execute(async (db) => {
          const block = await db
            .selectFrom("block")
            .select(["id", "first", "last"])
            .where("drained", "<", before)
            .orderBy("id")
            .limit(1)
            .executeTakeFirst();
          if (block === undefined) return null;
          const { numDeletedRows } = await db
            .deleteFrom("spool")
            .where("id", ">=", block.first)
            .where("id", "<=", block.last)
            .executeTakeFirst();
          await db.deleteFrom("block").where("id", "=", block.id).execute();
          return Number(numDeletedRows);
        });
        if (rows === null) return removed;
        removed += rows;
        // The database answers without leaving this turn of the loop; requests get theirs between two blocks.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },

    async depth() {
      const { last } = await db
        .selectFrom("spool")
        .select((select) => select.fn.max("id").as("last"))
        .executeTakeFirstOrThrow();
      const { rows } = await db
        .selectFrom("block")
        .select((select) => select.fn.sum<number | null>("rows").as("rows"))
        .where("drained", "is", null)
        .executeTakeFirstOrThrow();
      // Ids have no gaps but where rows were deleted, so a difference stands for a count of rows that may be many.
      return Math.max(0, Number(last ?? 0) - (await counter(db, "spooled"))) + Number(rows ?? 0);
    },
  };
}
