import type { CommitRequest } from "../ports/catalog.js";
import { day } from "./day.js";
import { CHUNK, type GroupFacts, keyOf, type SeenRow, type StreamRow } from "./group-facts.js";

/**
 * Most records that a stream may claim. Anyone may seal anything to a public key: a forged number of four billion must
 * not drown a site's figures, so numbers and declarations from here on say nothing about loss.
 */
const MAX_CLAIM = 65_536;

/** What a day gains or loses. */
export interface LossChange {
  readonly site: string;
  readonly day: string;
  streams: number;
  expected: number;
  arrived: number;
}

interface Entry {
  readonly row: { -readonly [Column in keyof StreamRow]: StreamRow[Column] };
  /** What the day's sums already hold of it. */
  readonly counted: { readonly streams: number; readonly expected: number; readonly arrived: number };
  changed: boolean;
}

/** Streams of one group: the numbers seen of each, and what they say of loss. */
export interface StreamLedger {
  /** A stream's hello was read: makes its row if there is none. @returns Whether it was not met before. */
  meet(site: string, stream: Buffer, about: { readonly kid: string; readonly generated: boolean }, at: number): boolean;
  /** A later stream of the same browser says how many records this one sealed. */
  declare(site: string, stream: Buffer, count: number, generated: boolean, at: number): void;
  isSeen(site: string, stream: Buffer, seq: number): boolean;
  /** A record arrived that was not seen before. Its stream was met. */
  arrive(site: string, stream: Buffer, seq: number): void;
  changes(): { readonly streams: StreamRow[]; readonly seen: SeenRow[]; readonly loss: LossChange[] };
}

/** @param facts Bits in it are changed in place. */
export function createStreamLedger(facts: Pick<GroupFacts, "streams" | "seen">): StreamLedger {
  const entries = new Map<string, Entry>();
  const seen = new Map<string, SeenRow>();

  /** Events mostly come in runs of one stream: the last one is found without making a key. */
  let last: { site: string; stream: Buffer; entry: Entry } | undefined;

  function find(site: string, stream: Buffer): Entry | undefined {
    if (last !== undefined && last.stream === stream && last.site === site) return last.entry;
    const key = keyOf(site, stream);
    let entry = entries.get(key);
    if (entry === undefined) {
      const row = facts.streams.get(key);
      if (row === undefined) return undefined;
      entry = { row, counted: { streams: 1, expected: expected(row), arrived: row.arrived }, changed: false };
      entries.set(key, entry);
    }
    last = { site, stream, entry };
    return entry;
  }

  function findOrMake(site: string, stream: Buffer, at: number): Entry {
    const found = find(site, stream);
    if (found !== undefined) return found;
    const claims = { arrived: 0, highest: -1, declared: 0, generated: 0 };
    const row = { site, stream, kid: "", first: at, day: day(at), ...claims, bits: Buffer.alloc(CHUNK / 8) };
    const entry = { row, counted: { streams: 0, expected: 0, arrived: 0 }, changed: true };
    entries.set(keyOf(site, stream), entry);
    return entry;
  }

  /** The run of bits that a number falls into, made if `make` and there is none. */
  function bitsOf(entry: Entry | undefined, stream: Buffer, seq: number, make: boolean): Buffer | undefined {
    const chunk = Math.floor(seq / CHUNK);
    if (chunk === 0) return entry?.row.bits;
    const key = keyOf(chunk, stream);
    const row =
      seen.get(key) ?? facts.seen.get(key) ?? (make ? { stream, chunk, bits: Buffer.alloc(CHUNK / 8) } : null);
    if (make && row !== null) seen.set(key, row);
    return row?.bits;
  }

  return {
    meet(site, stream, { kid, generated }, at) {
      const entry = findOrMake(site, stream, at);
      const { row } = entry;
      const flag = generated ? 1 : row.generated;
      const isNew = row.kid === "" && kid !== "";
      if (!isNew && row.generated === flag) return false;
      row.kid ||= kid;
      row.generated = flag;
      entry.changed = true;
      return isNew;
    },

    declare(site, stream, count, generated, at) {
      if (count > MAX_CLAIM) return;
      const known = find(site, stream);
      if (known !== undefined && known.row.declared >= count) return;
      const entry = known ?? findOrMake(site, stream, at);
      entry.row.declared = count;
      if (generated) entry.row.generated = 1;
      entry.changed = true;
    },

    isSeen(site, stream, seq) {
      const bits = bitsOf(find(site, stream), stream, seq, false);
      return bits !== undefined && (bits[(seq % CHUNK) >> 3]! & (1 << (seq & 7))) !== 0;
    },

    arrive(site, stream, seq) {
      const entry = find(site, stream)!;
      const bits = bitsOf(entry, stream, seq, true)!;
      bits[(seq % CHUNK) >> 3]! |= 1 << (seq & 7);
      if (seq < MAX_CLAIM) {
        entry.row.arrived++;
        if (seq > entry.row.highest) entry.row.highest = seq;
      }
      entry.changed = true;
    },

    changes() {
      const streams: StreamRow[] = [];
      const loss = new Map<string, LossChange>();
      for (const { row, counted, changed } of entries.values()) {
        if (!changed) continue;
        streams.push(row);
        const key = `${row.site} ${row.day}`;
        let sum = loss.get(key);
        if (sum === undefined) {
          loss.set(key, (sum = { site: row.site, day: row.day, streams: 0, expected: 0, arrived: 0 }));
        }
        sum.streams += 1 - counted.streams;
        sum.expected += expected(row) - counted.expected;
        sum.arrived += row.arrived - counted.arrived;
      }
      return { streams, seen: [...seen.values()], loss: [...loss.values()] };
    },
  };
}

/** Records that the stream's senders are known to have sealed. */
function expected({ highest, declared }: StreamRow): number {
  return Math.max(highest + 1, declared);
}

/** Enters what a request says of its streams. @returns Those that were not met before. */
export function enterStreams(
  ledger: StreamLedger,
  { streams, received }: Pick<CommitRequest, "streams" | "received">,
): CommitRequest["streams"] {
  return streams.filter(({ site, stream, kid, generated, previous, refused = [] }) => {
    const isNew = ledger.meet(site, stream, { kid, generated }, received);
    for (const seq of refused) if (!ledger.isSeen(site, stream, seq)) ledger.arrive(site, stream, seq);
    for (const { stream: earlier, count } of previous) ledger.declare(site, earlier, count, generated, received);
    return isNew;
  });
}
