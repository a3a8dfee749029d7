import type { CompiledQuery, Selectable } from "kysely";
import type { CommitRequest } from "../ports/catalog.js";
import type { CatalogDialect, Database } from "./dialect.js";
import type { Tables } from "./tables.js";

/** Numbers a row of `seen` speaks of. */
export const CHUNK = 256;

export type StreamRow = Selectable<Tables["stream"]>;

/** What the catalog holds of everything that a group of requests relies on or touches. Keys are made by `keyOf`. */
export interface GroupFacts {
  /** Bits of each chunk of numbers that events fall into, by stream and chunk. All of them are present. */
  readonly seen: Map<string, { readonly stream: Buffer; readonly chunk: number; readonly bits: Buffer }>;
  /** Subjects by site and visitor, of visitors that requests map anew. */
  readonly mappings: Map<string, Buffer>;
  /** Sites and subjects that some visitor maps to. */
  readonly mapped: Set<string>;
  readonly deks: Set<string>;
  readonly keks: Set<string>;
  /** By site and stream. */
  readonly streams: Map<string, StreamRow>;
}

/** @returns A map's key of a name and bytes: a name holds no 0x00, so the two cannot run into one another. */
export function keyOf(name: string | number, bytes: Buffer): string {
  return `${name}\0${bytes.toString("latin1")}`;
}

/** Reads the facts of a group, each kind in one batch. */
export function createGroupFacts(db: Database, dialect: CatalogDialect) {
  const none = Buffer.alloc(0);
  const seen = db.selectFrom("seen").select("bits").where("stream", "=", none).where("chunk", "=", 0).compile();
  const mapping = db
    .selectFrom("subject")
    .select("subject")
    .where("visitor", "=", none)
    .where("site", "=", "")
    .compile();
  const mapped = db.selectFrom("subject").select("site").where("subject", "=", none).where("site", "=", "").compile();
  const dek = db.selectFrom("dek").select("id").where("id", "=", "").compile();
  const kek = db.selectFrom("kek").select("id").where("id", "=", "").compile();
  const stream = db.selectFrom("stream").selectAll().where("stream", "=", none).where("site", "=", "").compile();

  return async function groupFacts(db: Database, requests: readonly CommitRequest[]): Promise<GroupFacts> {
    const wanted = wantedBy(requests);
    const read = async <Row>(statement: CompiledQuery<Row>, wanted: Wanted) => {
      const rows = await dialect.each(db, statement, [...wanted.values()]);
      return [...wanted].map(([key, values], index) => ({ key, values, row: rows[index] }));
    };

    const facts: GroupFacts = {
      seen: new Map(),
      mappings: new Map(),
      mapped: new Set(),
      deks: new Set(),
      keks: new Set(),
      streams: new Map(),
    };
    for (const { key, values, row } of await read(seen, wanted.seen)) {
      const [stream, chunk] = values as [Buffer, number];
      facts.seen.set(key, { stream, chunk, bits: row?.bits ?? Buffer.alloc(CHUNK / 8) });
    }
    for (const { key, row } of await read(mapping, wanted.mappings)) {
      if (row !== undefined) facts.mappings.set(key, row.subject);
    }
    for (const { key, row } of await read(mapped as never, wanted.mapped)) if (row !== undefined) facts.mapped.add(key);
    for (const { key, row } of await read(dek, wanted.deks)) if (row !== undefined) facts.deks.add(key);
    for (const { key, row } of await read(kek, wanted.keks)) if (row !== undefined) facts.keks.add(key);
    for (const { key, row } of await read(stream, wanted.streams)) {
      if (row !== undefined) facts.streams.set(key, row);
    }
    return facts;
  };
}

type Wanted = Map<string, readonly unknown[]>;

function wantedBy(requests: readonly CommitRequest[]) {
  const seen: Wanted = new Map();
  const mappings: Wanted = new Map();
  const mapped: Wanted = new Map();
  const deks: Wanted = new Map();
  const keks: Wanted = new Map();
  const streams: Wanted = new Map();
  const number = (stream: Buffer, seq: number) => {
    const chunk = Math.floor(seq / CHUNK);
    const key = keyOf(chunk, stream);
    if (!seen.has(key)) seen.set(key, [stream, chunk]);
  };
  for (const request of requests) {
    for (const { row, deks: relied } of request.events) {
      number(row.stream, row.seq);
      mapped.set(keyOf(row.site, row.subject), [row.subject, row.site]);
      streams.set(keyOf(row.site, row.stream), [row.stream, row.site]);
      for (const id of relied) deks.set(id, [id]);
    }
    for (const { site, visitor } of request.subjects) mappings.set(keyOf(site, visitor), [visitor, site]);
    for (const { kek } of request.deks) keks.set(kek, [kek]);
    for (const { site, stream, previous, refused = [] } of request.streams) {
      streams.set(keyOf(site, stream), [stream, site]);
      for (const seq of refused) number(stream, seq);
      for (const { stream } of previous) streams.set(keyOf(site, stream), [stream, site]);
    }
  }
  return { seen, mappings, mapped, deks, keks, streams };
}
