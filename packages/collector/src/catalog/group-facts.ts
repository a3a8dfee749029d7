import { type CompiledQuery, type Selectable, sql } from "kysely";
import type { CommitRequest } from "../ports/catalog.js";
import type { CatalogDialect, Database } from "./dialect.js";
import type { Tables } from "./tables.js";

/** Numbers that one run of bits speaks of. */
export const CHUNK = 256;

/** No parameter, since a batch gives parameters in the place of all. */
const CURRENT = sql.lit("current" as const);

export type StreamRow = Selectable<Tables["stream"]>;
export type SeenRow = Selectable<Tables["seen"]>;

/** What the catalog holds of everything that a group of requests relies on or touches. Keys are made by `keyOf`. */
export interface GroupFacts {
  /** By site and stream. */
  readonly streams: Map<string, StreamRow>;
  /** Chunks from 1 on that events fall into and that are stored, by chunk and stream. */
  readonly seen: Map<string, SeenRow>;
  /** Subjects by site and visitor, of visitors that requests map anew. */
  readonly mappings: Map<string, Buffer>;
  /** Sites and subjects that some visitor maps to. */
  readonly mapped: Set<string>;
  /** Sites and subjects that were erased, of those that requests offer mappings to. */
  readonly erased: ReadonlySet<string>;
  /** DEKs that events may be written with, and their KEKs. */
  readonly deks: Map<string, string>;
  /** KEKs that new DEKs may be made under. */
  readonly keks: Set<string>;
  /** When KEKs were last noted as used, of those that requests rely on; null: never. */
  readonly used: Map<string, number | null>;
  /** Recipient keys that are not accepted any more, by kid. */
  readonly closed: ReadonlySet<string>;
  /** Records in quarantine, of those that requests would put there or take out, by `recordKey`. */
  readonly waiting: Map<string, Waiting>;
  /** How much waits in quarantine of sites whose requests would put more there. */
  readonly room: Map<string, { readonly records: number; readonly bytes: number }>;
  /** How many values wait to be indexed, by site and subject, of subjects of which requests bring more. */
  readonly pending: Map<string, number>;
}

export interface Waiting {
  readonly id: number;
  readonly marked: number;
}

/** @returns The key of a record in `waiting`. */
export function recordKey(site: string, stream: Buffer, seq: number): string {
  return keyOf(`${site} ${seq}`, stream);
}

/** @returns A map's key of a name and bytes: a name holds no 0x00, so the two cannot run into one another. */
export function keyOf(name: string | number, bytes: Buffer): string {
  return `${name}\0${bytes.toString("latin1")}`;
}

/** Makes a function that reads the facts of a group, each kind in one batch. */
export function createGroupFacts(db: Database, dialect: CatalogDialect) {
  const none = Buffer.alloc(0);
  const stream = db.selectFrom("stream").selectAll().where("stream", "=", none).where("site", "=", "").compile();
  const seen = db.selectFrom("seen").selectAll().where("stream", "=", none).where("chunk", "=", 0).compile();
  const mapping = db
    .selectFrom("subject")
    .select("subject")
    .where("visitor", "=", none)
    .where("site", "=", "")
    .compile();
  const mapped = db.selectFrom("subject").select("site").where("subject", "=", none).where("site", "=", "").compile();
  const erased = db.selectFrom("erasure").select("id").where("subject", "=", none).where("site", "=", "").compile();
  const dek = db
    .selectFrom("dek")
    .innerJoin("kek", "kek.id", "dek.kek")
    .select(["dek.kek", "kek.used"])
    .where("dek.id", "=", "")
    .where("kek.state", "=", CURRENT)
    .compile();
  const kek = db
    .selectFrom("kek")
    .select(["id as kek", "used"])
    .where("id", "=", "")
    .where("state", "=", CURRENT)
    .where("successor", "is", null)
    .compile();
  const waiting = db
    .selectFrom("quarantine")
    .select(["id", "marked"])
    .where("stream", "=", none)
    .where("seq", "=", 0)
    .where("site", "=", "")
    .compile();
  const room = db
    .selectFrom("quarantine")
    .select((row) => [
      row.fn.countAll<number>().as("records"),
      row.fn.coalesce(row.fn.sum<number>("bytes"), sql.lit(0)).as("bytes"),
    ])
    .where("site", "=", "")
    .compile();
  const pending = db
    .selectFrom("pending_index")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("subject", "=", none)
    .where("site", "=", "")
    .compile();
  const recipient = db.selectFrom("recipient_key").select(["kid", "state"]).where("kid", "=", "").compile();

  return async function groupFacts(db: Database, requests: readonly CommitRequest[]): Promise<GroupFacts> {
    const wanted = wantedBy(requests);
    const found = async <Row>(statement: CompiledQuery<Row>, keys: Wanted): Promise<Map<string, Row>> => {
      const rows = await dialect.each(db, statement, [...keys.values()]);
      const found = new Map<string, Row>();
      let index = 0;
      for (const key of keys.keys()) {
        const row = rows[index++];
        if (row !== undefined) found.set(key, row);
      }
      return found;
    };
    const mappings = await found(mapping, wanted.mappings);
    const deks = await found(dek, wanted.deks);
    const keks = await found(kek, wanted.keks);
    return {
      streams: await found(stream, wanted.streams),
      seen: await found(seen, wanted.seen),
      mappings: new Map([...mappings].map(([key, { subject }]) => [key, subject])),
      mapped: new Set((await found(mapped, wanted.mapped)).keys()),
      erased: new Set((await found(erased, wanted.offered)).keys()),
      deks: new Map([...deks].map(([id, { kek }]) => [id, kek])),
      keks: new Set(keks.keys()),
      used: new Map([...deks.values(), ...keks.values()].map(({ kek, used }) => [kek, used])),
      closed: new Set(closedOf(await found(recipient, wanted.kids))),
      waiting: await found(waiting, wanted.waiting),
      room: new Map(
        [...(await found(room, wanted.room))].map(([site, { records, bytes }]) => [
          site,
          { records: Number(records), bytes: Number(bytes) },
        ]),
      ),
      pending: new Map([...(await found(pending, wanted.pending))].map(([key, { count }]) => [key, Number(count)])),
    };
  };
}

function closedOf(keys: ReadonlyMap<string, { readonly state: Tables["recipient_key"]["state"] }>): string[] {
  return [...keys].filter(([, { state }]) => state === "retired" || state === "destroyed").map(([kid]) => kid);
}

/** Parameters by key. */
type Wanted = Map<string, readonly unknown[]>;

function wantedBy(requests: readonly CommitRequest[]) {
  const streams: Wanted = new Map();
  const seen: Wanted = new Map();
  const mappings: Wanted = new Map();
  const mapped: Wanted = new Map();
  const offered: Wanted = new Map();
  const deks: Wanted = new Map();
  const keks: Wanted = new Map();
  const kids: Wanted = new Map();
  const waiting: Wanted = new Map();
  const room: Wanted = new Map();
  const pending: Wanted = new Map();
  const chunkOf = (stream: Buffer, seq: number) => {
    const chunk = Math.floor(seq / CHUNK);
    if (chunk > 0) seen.set(keyOf(chunk, stream), [stream, chunk]);
  };
  for (const request of requests) {
    // Events of one request mostly share a stream and a subject, and name them by the same buffers.
    let stream: Buffer | undefined;
    let subject: Buffer | undefined;
    for (const { row, deks: relied, pending: waits = [] } of request.events) {
      if (row.stream !== stream) {
        stream = row.stream;
        streams.set(keyOf(row.site, stream), [stream, row.site]);
      }
      if (row.subject !== subject) {
        subject = row.subject;
        mapped.set(keyOf(row.site, subject), [subject, row.site]);
      }
      if (waits.length > 0) pending.set(keyOf(row.site, subject), [subject, row.site]);
      chunkOf(stream, row.seq);
      if (request.fromQuarantine === true) {
        waiting.set(recordKey(row.site, stream, row.seq), [stream, row.seq, row.site]);
      }
      for (const id of relied) if (!deks.has(id)) deks.set(id, [id]);
    }
    for (const { site, stream, seq } of request.setAside ?? []) {
      streams.set(keyOf(site, stream), [stream, site]);
      chunkOf(stream, seq);
      waiting.set(recordKey(site, stream, seq), [stream, seq, site]);
      room.set(site, [site]);
    }
    for (const { site, visitor, subject } of request.subjects) {
      mappings.set(keyOf(site, visitor), [visitor, site]);
      offered.set(keyOf(site, subject), [subject, site]);
    }
    for (const { kek } of request.deks) keks.set(kek, [kek]);
    for (const { site, stream, kid, previous, refused = [] } of request.streams) {
      if (!kids.has(kid)) kids.set(kid, [kid]);
      streams.set(keyOf(site, stream), [stream, site]);
      for (const seq of refused) chunkOf(stream, seq);
      for (const { stream } of previous) streams.set(keyOf(site, stream), [stream, site]);
    }
  }
  return { streams, seen, mappings, mapped, offered, deks, keks, kids, waiting, room, pending };
}
