import type { EncryptedEvent, StoredEvent } from "../pipeline/states.js";
import { QUARANTINE_LIMIT, type SetAside } from "../ports/quarantine.js";
import type { CommitOutcome, CommitRequest, Dek, SubjectMapping } from "../ports/catalog.js";
import { MOST_PENDING, type PendingEntry } from "../ports/lookups.js";
import type { RecipientUse } from "../ports/recipients.js";
import { day } from "./day.js";
import { type GroupFacts, keyOf, recordKey, type SeenRow, type StreamRow } from "./group-facts.js";
import { createKeyUse } from "./key-use.js";
import { createStreamLedger, enterStreams, type LossChange, type StreamLedger } from "./stream-ledger.js";

/** What a group changes, and each request's outcomes. */
export interface GroupDecision {
  readonly outcomes: readonly (readonly CommitOutcome[])[];
  readonly subjects: readonly SubjectMapping[];
  readonly deks: readonly Dek[];
  /** Stored events: request and event by their places. */
  readonly stored: readonly { readonly request: number; readonly event: number }[];
  readonly streams: readonly StreamRow[];
  readonly seen: readonly SeenRow[];
  readonly loss: readonly LossChange[];
  readonly rejected: readonly RejectedChange[];
  /** KEKs that stored events were written under, where that was last noted an hour ago or earlier: id and time. */
  readonly used: ReadonlyMap<string, number>;
  readonly uses: readonly RecipientUse[];
  /** Records that go into quarantine, and ids of those that leave it. */
  readonly setAside: readonly (SetAside & { readonly marked: 0 | 1 })[];
  readonly released: readonly number[];
  /** What is to wait for its index. */
  readonly pending: readonly { readonly row: StoredEvent; readonly entry: PendingEntry }[];
}

const HOUR = 3_600_000;

interface RejectedChange {
  readonly site: string;
  readonly day: string;
  readonly reason: string;
  count: number;
}

/**
 * Decides requests one after the other, as if each were committed alone.
 *
 * @param facts Brought up to date on the way, so that a request sees what those before it brought in.
 */
export function decideGroup(requests: readonly CommitRequest[], facts: GroupFacts): GroupDecision {
  const ledger = createStreamLedger(facts);
  const subjects: SubjectMapping[] = [];
  const deks: Dek[] = [];
  const stored: { request: number; event: number }[] = [];
  const rejected = new Map<string, RejectedChange>();
  const used = new Map<string, number>();
  const use = createKeyUse();
  const setAside: (SetAside & { marked: 0 | 1 })[] = [];
  const released: number[] = [];
  const pending = createPending(facts);

  const outcomes = requests.map((request, place) => {
    const today = day(request.received);
    // Asked here, in the commit: what was opened a moment before its key retired would lose its number with the key.
    const streams = request.streams.filter(({ kid }) => !facts.closed.has(kid));
    for (const { kid } of streams) use.arrive(kid, today, request.received);
    // Before the refused numbers count as seen: a record whose number is taken was stored, or waits already.
    const aside = (request.setAside ?? []).map((record) => decideAside(record, request, facts, ledger, setAside));
    for (const { kid } of enterStreams(ledger, { ...request, streams })) use.add(kid, today, "streams");
    const kidOf = createKidOf(request.streams);
    for (const [reason, count] of Object.entries(request.rejected)) {
      const key = `${request.site} ${today} ${reason}`;
      const sum = rejected.get(key) ?? { site: request.site, day: today, reason, count: 0 };
      sum.count += count;
      rejected.set(key, sum);
    }
    const reliance = createReliance(request, facts);
    const outcomes = request.events.map((event, index) => {
      const kid = kidOf(event.row.stream);
      if (kid !== undefined && facts.closed.has(kid)) return "retired";
      const { site, stream, seq } = event.row;
      const key = request.fromQuarantine === true ? recordKey(site, stream, seq) : null;
      const waits = key === null ? undefined : facts.waiting.get(key);
      if (key !== null && waits === undefined) return "duplicate";
      const outcome = decideEvent(event, request.received, ledger, reliance, waits?.marked === 1);
      if (key !== null && waits !== undefined && outcome !== "stale") {
        facts.waiting.delete(key);
        released.push(waits.id);
      }
      if (outcome === "stored") {
        stored.push({ request: place, event: index });
        if (kid !== undefined) use.add(kid, today, "events");
        pending.add(event);
        for (const id of event.deks) noteUse(facts, id, request.received, used);
      }
      return outcome;
    });
    subjects.push(...reliance.subjects);
    deks.push(...reliance.deks);
    return aside.length === 0 ? outcomes : [...outcomes, ...aside];
  });
  return {
    outcomes,
    subjects,
    deks,
    stored,
    ...ledger.changes(),
    rejected: [...rejected.values()],
    uses: use.changes(),
    used,
    setAside,
    released,
    pending: pending.entries,
  };
}

/** Takes each entry once, however many stored events bring it, and of a subject no more than may wait. */
function createPending(facts: GroupFacts) {
  const entries: { row: StoredEvent; entry: PendingEntry }[] = [];
  const taken = new Set<PendingEntry>();
  return {
    entries,
    add({ row, pending = [] }: EncryptedEvent): void {
      for (const entry of pending) {
        const key = keyOf(row.site, row.subject);
        const waits = facts.pending.get(key) ?? 0;
        if (taken.has(entry) || waits >= MOST_PENDING) continue;
        facts.pending.set(key, waits + 1);
        taken.add(entry);
        entries.push({ row, entry });
      }
    },
  };
}

/** Once an hour a KEK is often enough to say what is in use, and costs commits nothing. */
function noteUse(facts: GroupFacts, dek: string, at: number, used: Map<string, number>): void {
  const kek = facts.deks.get(dek);
  if (kek === undefined || at - (facts.used.get(kek) ?? -HOUR) < HOUR) return;
  facts.used.set(kek, at);
  used.set(kek, at);
}

/** @param marked Whether it was this record's own refusal that made its number a seen one. */
function decideEvent(
  event: EncryptedEvent,
  at: number,
  ledger: StreamLedger,
  reliance: Reliance,
  marked: boolean,
): CommitOutcome {
  const { site, stream, seq, columns } = event.row;
  // First, because a repeat of what was stored for a subject that was erased is not to be encrypted anew.
  const isSeen = ledger.isSeen(site, stream, seq);
  if (isSeen && !marked) return "duplicate";
  if (!reliance.take(event)) return "stale";
  ledger.meet(site, stream, { kid: "", generated: columns.generated }, at);
  if (!isSeen) ledger.arrive(site, stream, seq);
  return "stored";
}

function decideAside(
  record: SetAside,
  { streams }: CommitRequest,
  facts: GroupFacts,
  ledger: StreamLedger,
  into: (SetAside & { marked: 0 | 1 })[],
): CommitOutcome {
  const { site, stream, seq, sealed } = record;
  const key = recordKey(site, stream, seq);
  if (facts.waiting.has(key) || ledger.isSeen(site, stream, seq)) return "duplicate";
  const { records, bytes } = facts.room.get(site) ?? { records: 0, bytes: 0 };
  // What a policy refuses on purpose may come for ever: it leaves room for what came by a mistake.
  const share = record.reason === "policy" ? 0.5 : 1;
  if (records >= QUARANTINE_LIMIT.records * share || bytes + sealed.length > QUARANTINE_LIMIT.bytes * share) {
    return "full";
  }
  facts.room.set(site, { records: records + 1, bytes: bytes + sealed.length });
  const marks = streams.some(({ stream: of, refused = [] }) => of.equals(stream) && refused.includes(seq));
  // Its id is not known before it is written, and nobody can ask for it before that.
  facts.waiting.set(key, { id: 0, marked: marks ? 1 : 0 });
  into.push({ ...record, marked: marks ? 1 : 0 });
  return "stored";
}

/** @returns A function that gives the recipient key that a stream was sealed to. Events come in runs of one stream. */
function createKidOf(streams: CommitRequest["streams"]): (stream: Buffer) => string | undefined {
  let last: CommitRequest["streams"][number] | undefined;
  return (stream) => {
    if (last?.stream !== stream) last = streams.find((one) => one.stream === stream || one.stream.equals(stream));
    return last?.kid;
  };
}

interface Reliance {
  /** @returns Whether all that the event relies on is stored or comes with its request; the latter is then kept. */
  take(event: EncryptedEvent): boolean;
  /** What is to be kept. */
  readonly subjects: readonly SubjectMapping[];
  readonly deks: readonly Dek[];
}

function createReliance(request: CommitRequest, facts: GroupFacts): Reliance {
  /** Mappings whose visitor is free, by site and subject. */
  const offered = new Map<string, SubjectMapping>();
  for (const mapping of request.subjects) {
    if (facts.mappings.has(keyOf(mapping.site, mapping.visitor))) continue;
    const key = keyOf(mapping.site, mapping.subject);
    // A request that set out before an erasure still brings the mapping and DEKs along: they must not come back.
    if (!facts.erased.has(key)) offered.set(key, mapping);
  }
  /** DEKs whose KEK exists, by id. */
  const offeredDeks = new Map(request.deks.filter(({ kek }) => facts.keks.has(kek)).map((dek) => [dek.id, dek]));
  const subjects: SubjectMapping[] = [];
  const deks: Dek[] = [];
  /** Subjects that were found mapped for an earlier event, by the buffer that names them. */
  let known: { site: string; subject: Buffer } | undefined;

  return {
    subjects,
    deks,
    take({ row: { site, subject }, deks: relied }) {
      const isKnown = known !== undefined && known.subject === subject && known.site === site;
      const key = isKnown ? "" : keyOf(site, subject);
      const mapping = isKnown || facts.mapped.has(key) ? undefined : offered.get(key);
      if (!isKnown && mapping === undefined && !facts.mapped.has(key)) return false;
      const fresh: Dek[] = [];
      for (const id of relied) {
        if (facts.deks.has(id)) continue;
        const dek = offeredDeks.get(id);
        if (dek === undefined || dek.site !== site || !dek.subject.equals(subject)) return false;
        fresh.push(dek);
      }
      if (mapping !== undefined) {
        facts.mapped.add(key);
        facts.mappings.set(keyOf(mapping.site, mapping.visitor), mapping.subject);
        subjects.push(mapping);
      }
      for (const dek of fresh) {
        facts.deks.set(dek.id, dek.kek);
        deks.push(dek);
      }
      known = { site, subject };
      return true;
    },
  };
}
