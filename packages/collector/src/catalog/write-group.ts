import { LEVELS } from "@wayseal/protocol";
import type { CompiledQuery } from "kysely";
import type { CommitOutcome, CommitRequest } from "../ports/catalog.js";
import { decideGroup, type GroupDecision } from "./decide-group.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { createGroupFacts } from "./group-facts.js";
import { monthOf } from "../keys/month.js";

/** A request whose events have been encoded for the spool. */
export interface GroupEntry {
  readonly request: CommitRequest;
  /** Aligned with `request.events`. */
  readonly payloads: readonly Buffer[];
}

/** Makes a function that commits a group of requests in one transaction: read what they rely on, decide, write. */
export function createGroupWriter(db: Database, dialect: CatalogDialect) {
  const groupFacts = createGroupFacts(db, dialect);
  const statements = compile(db);

  return async function writeGroup(entries: readonly GroupEntry[]): Promise<readonly (readonly CommitOutcome[])[]> {
    const requests = entries.map(({ request }) => request);
    return db.transaction().execute(async (db) => {
      const facts = await groupFacts(db, requests);
      const decision = decideGroup(requests, facts);
      const keys = await dialect.each(
        db,
        statements.keyBytes,
        decision.deks.map(({ sealed }) => [sealed]),
      );
      for (const [statement, rows] of writes(statements, entries, decision, keys)) {
        await dialect.each(db, statement, rows);
      }
      return decision.outcomes;
    });
  };
}

type Statements = ReturnType<typeof compile>;

/** Each statement writes one row; its parameters stand in the order in which `writes` gives them. */
function compile(db: Database) {
  const none = Buffer.alloc(0);
  return {
    subject: db.insertInto("subject").values({ site: "", visitor: none, subject: none }).compile(),
    keyBytes: db.insertInto("key_bytes").values({ bytes: none }).returning("id").compile(),
    dek: db
      .insertInto("dek")
      .values({ id: "", kek: "", site: "", subject: none, level: 0, month: "", key: 0 })
      .compile(),
    seen: db
      .insertInto("seen")
      .values({ stream: none, chunk: 0, bits: none })
      .onConflict((conflict) =>
        conflict.columns(["stream", "chunk"]).doUpdateSet({ bits: (row) => row.ref("excluded.bits") }),
      )
      .compile(),
    stream: db
      .insertInto("stream")
      .values({
        site: "",
        stream: none,
        kid: "",
        first: 0,
        day: "",
        arrived: 0,
        highest: 0,
        declared: 0,
        generated: 0,
        bits: none,
      })
      .onConflict((conflict) =>
        conflict.columns(["stream", "site"]).doUpdateSet({
          kid: (row) => row.ref("excluded.kid"),
          arrived: (row) => row.ref("excluded.arrived"),
          highest: (row) => row.ref("excluded.highest"),
          declared: (row) => row.ref("excluded.declared"),
          generated: (row) => row.ref("excluded.generated"),
          bits: (row) => row.ref("excluded.bits"),
        }),
      )
      .compile(),
    spool: db.insertInto("spool").values({ site: "", subject: none, payload: none }).compile(),
    index: db
      .insertInto("blind_index")
      .values({ value: none, site: "", class: "", subject: none, level: 0, first: 0, month: "" })
      .onConflict((conflict) =>
        conflict
          .columns(["value", "site", "class", "subject", "level"])
          .doUpdateSet({ month: (row) => row.ref("excluded.month") })
          // Most values are met again within their month, and a row that stays as it is costs no page.
          .whereRef("excluded.month", ">", "blind_index.month"),
      )
      .compile(),
    pending: db
      .insertInto("pending_index")
      .values({ site: "", subject: none, level: 0, first: 0, month: "", sealed: none })
      .compile(),
    loss: db
      .insertInto("loss_day")
      .values({ site: "", day: "", streams: 0, expected: 0, arrived: 0 })
      .onConflict((conflict) =>
        conflict.columns(["site", "day"]).doUpdateSet({
          streams: (row) => row("loss_day.streams", "+", row.ref("excluded.streams")),
          expected: (row) => row("loss_day.expected", "+", row.ref("excluded.expected")),
          arrived: (row) => row("loss_day.arrived", "+", row.ref("excluded.arrived")),
        }),
      )
      .compile(),
    used: db.updateTable("kek").set({ used: 0 }).where("id", "=", "").compile(),
    use: db
      .insertInto("recipient_use")
      .values({ kid: "", day: "", streams: 0, events: 0, first: 0, last: 0 })
      .onConflict((conflict) =>
        conflict.columns(["kid", "day"]).doUpdateSet({
          streams: (row) => row("recipient_use.streams", "+", row.ref("excluded.streams")),
          events: (row) => row("recipient_use.events", "+", row.ref("excluded.events")),
          // A clock that was set back must not make a use look older than one before it.
          last: (row) =>
            row
              .case()
              .when("excluded.last", ">", row.ref("recipient_use.last"))
              .then(row.ref("excluded.last"))
              .else(row.ref("recipient_use.last"))
              .end(),
        }),
      )
      .compile(),
    setAside: db
      .insertInto("quarantine")
      .values({
        ...{ site: "", stream: none, seq: 0, visitor: none, reason: "", detail: "", type: "" },
        ...{ received: 0, kek: "", bytes: 0, marked: 0, sealed: none },
      })
      .compile(),
    release: db.deleteFrom("quarantine").where("id", "=", 0).compile(),
    rejected: db
      .insertInto("rejected_day")
      .values({ site: "", day: "", reason: "", count: 0 })
      .onConflict((conflict) =>
        conflict
          .columns(["site", "day", "reason"])
          .doUpdateSet({ count: (row) => row("rejected_day.count", "+", row.ref("excluded.count")) }),
      )
      .compile(),
  } satisfies Record<string, CompiledQuery>;
}

function writes(
  statements: Statements,
  entries: readonly GroupEntry[],
  decision: GroupDecision,
  /** Where the bytes of the decision's DEKs lie, in their order. */
  keys: readonly ({ readonly id: number } | undefined)[],
): readonly (readonly [CompiledQuery, unknown[][]])[] {
  return [
    [statements.subject, decision.subjects.map(({ site, visitor, subject }) => [site, visitor, subject])],
    [
      statements.dek,
      decision.deks.map((dek, n) => [
        ...[dek.id, dek.kek, dek.site, dek.subject, LEVELS[dek.level], dek.month],
        keys[n]!.id,
      ]),
    ],
    [statements.seen, decision.seen.map(({ stream, chunk, bits }) => [stream, chunk, bits])],
    [
      statements.stream,
      decision.streams.map((row) => [
        row.site,
        row.stream,
        row.kid,
        row.first,
        row.day,
        row.arrived,
        row.highest,
        row.declared,
        row.generated,
        row.bits,
      ]),
    ],
    [
      statements.spool,
      decision.stored.map(({ request, event }) => {
        const { site, subject } = entries[request]!.request.events[event]!.row;
        return [site, subject, entries[request]!.payloads[event]!];
      }),
    ],
    [
      statements.index,
      decision.stored.flatMap(({ request, event }) => {
        const { row, indexes } = entries[request]!.request.events[event]!;
        return indexes.map(({ value, class: name, level }) => [
          ...[value, row.site, name, row.subject, LEVELS[level], row.received],
          monthOf(row.received),
        ]);
      }),
    ],
    [
      statements.pending,
      decision.pending.map(({ row: { site, subject, received }, entry: { level, sealed } }) => [
        ...[site, subject, LEVELS[level], received, monthOf(received), sealed],
      ]),
    ],
    [
      statements.loss,
      decision.loss.map(({ site, day, streams, expected, arrived }) => [site, day, streams, expected, arrived]),
    ],
    [statements.used, [...decision.used].map(([kek, at]) => [at, kek])],
    [statements.use, decision.uses.map((use) => [use.kid, use.day, use.streams, use.events, use.first, use.last])],
    [
      statements.setAside,
      decision.setAside.map((record) => [
        ...[record.site, record.stream, record.seq, record.visitor, record.reason, record.detail, record.type],
        ...[record.received, record.kek, record.sealed.length, record.marked, record.sealed],
      ]),
    ],
    [statements.release, decision.released.map((id) => [id])],
    [statements.rejected, decision.rejected.map(({ site, day, reason, count }) => [site, day, reason, count])],
  ];
}
