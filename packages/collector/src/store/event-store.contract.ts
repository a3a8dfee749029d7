import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredEvent } from "../pipeline/states.js";
import type { SpoolBlock } from "../ports/catalog.js";
import { type EventStore, EventStoreError } from "../ports/event-store.js";
import { expiredRowsContract } from "./expired-rows.contract.js";
import { storedEvent } from "../../test/stored-event.js";

export interface OpenedStore {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

/** What every event store does, whatever it runs on. `open` gives one whose table holds nothing of these tests. */
export function eventStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`event store: ${name}`, () => {
    let opened: OpenedStore | undefined;
    let store: EventStore;
    // Ids of their own, so that a server which is kept between runs does not take these blocks for repeats.
    let id = Date.now() * 1000;
    const site = `contract-${id}`;
    const block = (rows: readonly StoredEvent[]): SpoolBlock => ({ id: ++id, rows });
    const some = (count: number, more: Partial<StoredEvent> = {}) =>
      Array.from({ length: count }, (_, seq) => storedEvent({ site, seq, ...more }));
    const rowsOf = (blockId: number) =>
      store.ask<Record<string, unknown>>({
        sql: `SELECT *, hex(stream) AS stream, hex(subject) AS subject, hex(session) AS session,
                base64Encode(internal) AS internal, base64Encode(confidential) AS confidential,
                base64Encode(restricted) AS restricted, toUnixTimestamp64Milli(received) AS received_ms,
                toUnixTimestamp64Milli(occurred) AS occurred_ms
              FROM events WHERE block = {block:UInt64} ORDER BY seq`,
        params: { block: blockId },
      });

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    }, 60_000);
    afterAll(() => opened?.close());

    it("is ready", async () => {
      expect(await store.ready()).toBe(true);
      expect(store.restarts()).toBe(0);
    });

    it("keeps every column of a row, and every byte of the sealed ones", async () => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const row = storedEvent({
        site,
        seq: 4_294_967_295,
        type: "field",
        stream: all.subarray(0, 16),
        subject: Buffer.from("\\\t\n\r\0'\"`$\b\f\x1a\\N\\0", "latin1").subarray(0, 16),
        session: all.subarray(240),
        skew: -86_400_123,
        columns: {
          page: "https://shop.example/\t\\n'{x:String}\n\r\0\u{1F6D2}",
          form: "\\N",
          field: "NULL",
          class: "email",
          duration: 0,
          changes: 3,
          measure: -0.25,
          pasted: false,
          filled: true,
          consent: "granted",
          generated: true,
        },
        notes: [{ path: "value", class: "email", level: "confidential", rule: "class email \\ 'x'\n" }],
        internal: all,
        confidential: Buffer.from(all).reverse(),
        restricted: null,
        policy: 7,
      });
      const one = block([row]);
      await store.insert(one);
      const [kept] = await rowsOf(one.id);
      expect(kept).toMatchObject({
        site,
        type: "field",
        seq: 4_294_967_295,
        skew: -86_400_123,
        policy: 7,
        stream: row.stream.toString("hex").toUpperCase(),
        subject: row.subject.toString("hex").toUpperCase(),
        session: row.session.toString("hex").toUpperCase(),
        received_ms: row.received,
        occurred_ms: row.occurred,
        internal: row.internal!.toString("base64"),
        confidential: row.confidential!.toString("base64"),
        restricted: "",
        ...row.columns,
        role: "",
        changes: 3,
        refills: null,
        corrections: null,
        valid: null,
        scroll: null,
      });
      expect(JSON.parse(kept!["notes"] as string)).toEqual(row.notes);
    });

    it("takes clocks that are centuries off", async () => {
      const times = [-5_000_000_000_000, 0, 1, 86_400_000, 253_402_300_800_000];
      const one = block(times.map((occurred, seq) => storedEvent({ site, seq, occurred, skew: -occurred })));
      await store.insert(one);
      const kept = await rowsOf(one.id);
      expect(kept.map((row) => row["occurred_ms"])).toEqual([0, 0, 1, 86_400_000, Date.UTC(2299, 11, 31)]);
      expect(kept.map((row) => row["skew"])).toEqual(times.map((time) => (time === 0 ? 0 : -time)));
    });

    it("inserts a block once, however often it is given", async () => {
      const one = block(some(600));
      for (let time = 0; time < 3; time += 1) await store.insert(one);
      expect(await store.counts([one.id])).toEqual(new Map([[one.id, 600]]));
    });

    it("inserts a block once that spans months of receipt", async () => {
      const one = block([
        ...some(3, { received: Date.UTC(2026, 0, 31, 23, 59) }),
        ...some(2, { received: Date.UTC(2026, 1, 1) }),
      ]);
      await store.insert(one);
      await store.insert(one);
      expect(await store.counts([one.id])).toEqual(new Map([[one.id, 5]]));
    });

    it("keeps blocks of the same rows apart", async () => {
      const rows = some(2);
      const [first, second] = [block(rows), block(rows)];
      await store.insert(first);
      await store.insert(second);
      expect(await store.counts([first.id, second.id, 1])).toEqual(
        new Map([
          [first.id, 2],
          [second.id, 2],
          [1, 0],
        ]),
      );
      expect(await store.counts([])).toEqual(new Map());
    });

    it("replaces a block that is there in part, twice over, or not at all", async () => {
      const whole = block(some(40));
      await store.insert({ ...whole, rows: whole.rows.slice(0, 10) });
      // The table remembers the token by now: inserting again changes nothing, which is why there is `replace`.
      await store.insert(whole);
      expect((await store.counts([whole.id])).get(whole.id)).toBe(10);
      for (let time = 0; time < 2; time += 1) {
        await store.replace(whole);
        expect((await store.counts([whole.id])).get(whole.id)).toBe(40);
      }
      const missing = block(some(3));
      await store.replace(missing);
      expect((await store.counts([missing.id, whole.id])).get(missing.id)).toBe(3);
      expect((await store.counts([whole.id])).get(whole.id)).toBe(40);
    });

    it("removes the rows of subjects from every question, and from its files once they are written anew", async () => {
      const subjects = [11, 12, 13].map((seed) => Buffer.alloc(16, seed));
      const [first, second, third] = subjects as [Buffer, Buffer, Buffer];
      const of = (subject: Buffer, count: number, received = Date.UTC(2026, 10, 5)) =>
        some(count, { subject, received });
      const one = block([...of(first, 5), ...of(second, 3), ...of(third, 4, Date.UTC(2026, 9, 5))]);
      await store.insert(one);
      await store.insert(block(some(2, { subject: first, site: "other" })));
      const held = async (name = site) => [...(await store.rowsOf(name, subjects)).values()];
      const masked = async () =>
        store.ask<{ parts: number }>({
          sql: "SELECT count() AS parts FROM system.parts WHERE table = 'events' AND active AND has_lightweight_delete",
        });
      expect(await held()).toEqual([5, 3, 4]);
      await store.remove(site, [first, third]);
      await store.remove(site, [first, third]);
      expect(await held()).toEqual([0, 3, 0]);
      expect(await held("other")).toEqual([2, 0, 0]);
      expect(await store.counts([one.id])).toEqual(new Map([[one.id, 3]]));
      expect((await rowsOf(one.id)).map((row) => row["subject"])).toEqual(
        Array(3).fill(second.toString("hex").toUpperCase()),
      );
      // What the removal alone leaves behind, for `overwrite` to show that it does something.
      expect((await masked())[0]?.parts).toBeGreaterThan(0);
      await store.overwrite();
      expect(await masked()).toEqual([{ parts: 0 }]);
      expect(await held()).toEqual([0, 3, 0]);
      expect(await store.counts([one.id])).toEqual(new Map([[one.id, 3]]));
      await store.remove(site, []);
    }, 60_000);

    it("replaces and inserts a block of which nothing is left", async () => {
      const one = block(some(3));
      await store.insert(one);
      const empty = { id: one.id, rows: [] };
      await store.insert(empty);
      expect((await store.counts([one.id])).get(one.id)).toBe(3);
      await store.replace(empty);
      expect((await store.counts([one.id])).get(one.id)).toBe(0);
    });

    it("binds values and never reads them as SQL", async () => {
      const hostile = "x' OR 1=1 --\\' \\\\ {y:String} \n\t\r\0 \u2028 \u{1F600}";
      const rows = await store.ask({
        sql: `SELECT {text:String} AS text, {list:Array(String)} AS list, {number:UInt64} AS number,
                {name:Identifier} AS named FROM (SELECT 5 AS five)`,
        params: { text: hostile, list: [hostile, "'", "\\"], number: 9_007_199_254_740_991, name: "five" },
      });
      expect(rows).toEqual([{ text: hostile, list: [hostile, "'", "\\"], number: 9_007_199_254_740_991, named: 5 }]);
    });

    it("keeps nothing of one question for the next", async () => {
      await store.ask({ sql: "SELECT {secret:String} AS x", params: { secret: "1" } });
      await expect(store.ask({ sql: "SELECT {secret:String} AS x" })).rejects.toMatchObject({ fault: "failed" });
    });

    it.each([
      "INSERT INTO events (site) VALUES ('x')",
      "ALTER TABLE events DELETE WHERE 1",
      "DROP TABLE events",
      "CREATE TABLE other (x UInt8) ENGINE = MergeTree ORDER BY x",
    ])("refuses a question that writes: %s", async (sql) => {
      await expect(store.ask({ sql })).rejects.toMatchObject({ name: "EventStoreError" });
    });

    it("says that a question is wrong, and repeats nothing of it", async () => {
      const error = await store.ask({ sql: "SELECT canary4111 FROM nowhere" }).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(EventStoreError);
      expect(error).toMatchObject({ fault: "failed" });
      expect(String((error as Error).stack) + String((error as Error).cause)).not.toContain("canary4111");
    });

    it("refuses a question that takes too long, and goes on", async () => {
      const began = Date.now();
      await expect(
        store.ask({ sql: "SELECT count() AS n FROM numbers(1000000000000) WHERE sin(number) = 2" }),
      ).rejects.toMatchObject({ fault: "too-heavy" });
      expect(Date.now() - began).toBeLessThan(10_000);
      expect(await store.ready()).toBe(true);
    }, 30_000);

    it("refuses a sort that outgrows its memory", async () => {
      const sql = `SELECT hex(randomString(1000)) AS x FROM numbers(10000000) ORDER BY x LIMIT 1 OFFSET 9000000`;
      await expect(store.ask({ sql })).rejects.toMatchObject({ fault: "too-heavy" });
    }, 60_000);

    it("inserts while questions run", async () => {
      const blocks = Array.from({ length: 10 }, () => block(some(500)));
      const questions = Promise.all(
        Array.from({ length: 12 }, () =>
          store.ask({ sql: "SELECT count() AS n FROM numbers(4000000) WHERE sin(number) > 0" }),
        ),
      );
      for (const one of blocks) await store.insert(one);
      await questions;
      const counts = await store.counts(blocks.map((one) => one.id));
      expect([...counts.values()]).toEqual(blocks.map(() => 500));
    }, 60_000);

    expiredRowsContract({ store: () => store, site, block, some });
  });
}
