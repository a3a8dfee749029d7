import type { CommitOutcome, CommitRequest, Dek, SubjectMapping } from "../ports/catalog.js";
import type { EncryptedEvent } from "../pipeline/states.js";
import { day } from "./day.js";
import { CHUNK, type GroupFacts, keyOf, type StreamRow } from "./group-facts.js";

/**
 * Most records that a stream may claim. Anyone may seal anything to a public key: a forged number of four billion must
 * not drown a site's figures, so numbers and declarations from here on say nothing about loss.
 */
const MAX_CLAIM = 65_536;

/** What a group changes, and each request's outcomes. */
export interface GroupDecision {
  readonly outcomes: readonly (readonly CommitOutcome[])[];
  readonly subjects: SubjectMapping[];
  readonly deks: Dek[];
  /** Stored events: request and event by their places. */
  readonly stored: { readonly request: number; readonly event: number }[];
  /** Keys in `facts.seen` and `facts.streams` of what changed. */
  readonly seen: Set<string>;
  readonly streams: Set<string>;
  readonly loss: Map<string, { site: string; day: string; streams: number; expected: number; arrived: number }>;
  readonly rejected: Map<string, { site: string; day: string; reason: string; count: number }>;
}

/** Decides requests one after the other, as if each were committed alone. Brings `facts` up to date as it goes. */
export function decideGroup(requests: readonly CommitRequest[], facts: GroupFacts): GroupDecision {
  const decision = {
    subjects: [],
    deks: [],
    stored: [],
    seen: new Set<string>(),
    streams: new Set<string>(),
    loss: new Map(),
    rejected: new Map(),
  } satisfies Omit<GroupDecision, "outcomes">;
  const outcomes = requests.map((request, place) => decideRequest(request, place, facts, decision));
  return { ...decision, outcomes };
}

function decideRequest(
  request: CommitRequest,
  place: number,
  facts: GroupFacts,
  decision: Omit<GroupDecision, "outcomes">,
): CommitOutcome[] {
  const offer = offeredBy(request, facts);

  /** @returns Whether what the event relies on is stored or comes with it; if so, it now counts as stored. */
  const rely = ({ row, deks }: EncryptedEvent): boolean => {
    const subject = keyOf(row.site, row.subject);
    const mapping = offer.mappings.get(subject);
    if (mapping === undefined && !facts.mapped.has(subject)) return false;
    const fresh: Dek[] = [];
    for (const id of deks) {
      if (facts.deks.has(id)) continue;
      const dek = offer.deks.get(id);
      if (dek === undefined || dek.site !== row.site || !dek.subject.equals(row.subject)) return false;
      fresh.push(dek);
    }
    if (mapping !== undefined && !facts.mapped.has(subject)) {
      facts.mapped.add(subject);
      facts.mappings.set(keyOf(mapping.site, mapping.visitor), mapping.subject);
      decision.subjects.push(mapping);
    }
    for (const dek of fresh) {
      facts.deks.add(dek.id);
      decision.deks.push(dek);
    }
    return true;
  };

  /** @returns False if the number was seen before. */
  const see = (stream: Buffer, seq: number): boolean => {
    const key = keyOf(Math.floor(seq / CHUNK), stream);
    const { bits } = facts.seen.get(key)!;
    const [byte, bit] = [(seq % CHUNK) >> 3, 1 << (seq & 7)];
    if ((bits[byte]! & bit) !== 0) return false;
    bits[byte]! |= bit;
    decision.seen.add(key);
    return true;
  };
  const isSeen = (stream: Buffer, seq: number): boolean => {
    const { bits } = facts.seen.get(keyOf(Math.floor(seq / CHUNK), stream))!;
    return (bits[(seq % CHUNK) >> 3]! & (1 << (seq & 7))) !== 0;
  };

  /** Changes a stream's row, made if there is none, and adds what that changes to its day. */
  const onStream = (
    site: string,
    stream: Buffer,
    about: { kid: string; generated: boolean },
    change: Partial<StreamRow>,
  ) => {
    const key = keyOf(site, stream);
    const before = facts.streams.get(key);
    const first = request.received;
    const row = before ?? {
      site,
      stream,
      first,
      day: day(first),
      arrived: 0,
      highest: -1,
      declared: 0,
      kid: "",
      generated: 0,
    };
    const after: StreamRow = {
      ...row,
      kid: row.kid || about.kid,
      generated: about.generated ? 1 : row.generated,
      arrived: row.arrived + (change.arrived ?? 0),
      highest: Math.max(row.highest, change.highest ?? -1),
      declared: Math.max(row.declared, change.declared ?? 0),
    };
    if (before !== undefined && isSame(before, after)) return;
    facts.streams.set(key, after);
    decision.streams.add(key);
    const sum = summed(decision.loss, `${site} ${row.day}`, {
      site,
      day: row.day,
      streams: 0,
      expected: 0,
      arrived: 0,
    });
    sum.streams += before === undefined ? 1 : 0;
    sum.expected += expected(after) - (before === undefined ? 0 : expected(before));
    sum.arrived += after.arrived - row.arrived;
  };
  const arrive = (site: string, stream: Buffer, seq: number, about: { kid: string; generated: boolean }) =>
    onStream(site, stream, about, seq < MAX_CLAIM ? { arrived: 1, highest: seq } : {});

  for (const { site, stream, kid, generated, previous, refused = [] } of request.streams) {
    onStream(site, stream, { kid, generated }, {});
    for (const seq of refused) if (see(stream, seq)) arrive(site, stream, seq, { kid, generated });
    for (const { stream: earlier, count } of previous) {
      onStream(site, earlier, { kid: "", generated }, { declared: count <= MAX_CLAIM ? count : 0 });
    }
  }
  for (const [reason, count] of Object.entries(request.rejected)) {
    const [site, today] = [request.site, day(request.received)];
    summed(decision.rejected, `${site} ${today} ${reason}`, { site, day: today, reason, count: 0 }).count += count;
  }
  return request.events.map((event, index) => {
    const { site, stream, seq, columns } = event.row;
    // First, because a repeat of what was stored for an erased subject is not to be encrypted anew.
    if (isSeen(stream, seq)) return "duplicate";
    if (!rely(event)) return "stale";
    see(stream, seq);
    arrive(site, stream, seq, { kid: "", generated: columns.generated });
    decision.stored.push({ request: place, event: index });
    return "stored";
  });
}

/** What a request may add: mappings whose visitor is free, by site and subject; DEKs whose KEK exists, by id. */
function offeredBy(request: CommitRequest, facts: GroupFacts) {
  const mappings = new Map<string, SubjectMapping>();
  for (const mapping of request.subjects) {
    const visitor = keyOf(mapping.site, mapping.visitor);
    if (!facts.mappings.has(visitor)) mappings.set(keyOf(mapping.site, mapping.subject), mapping);
  }
  const deks = new Map(request.deks.filter(({ kek }) => facts.keks.has(kek)).map((dek) => [dek.id, dek]));
  return { mappings, deks };
}

/** Records that the stream's senders are known to have sealed. */
function expected({ highest, declared }: StreamRow): number {
  return Math.max(highest + 1, declared);
}

function isSame(a: StreamRow, b: StreamRow): boolean {
  return (
    a.kid === b.kid &&
    a.generated === b.generated &&
    a.arrived === b.arrived &&
    a.highest === b.highest &&
    a.declared === b.declared
  );
}

function summed<Sum>(sums: Map<string, Sum>, key: string, zero: Sum): Sum {
  let sum = sums.get(key);
  if (sum === undefined) sums.set(key, (sum = zero));
  return sum;
}
