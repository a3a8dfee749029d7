import {
  decodeEnvelopes,
  type Envelope,
  EnvelopeError,
  type Level,
  LEVELS,
  type Rejected,
  REJECT_REASONS,
  type RejectReason,
} from "@wayseal/protocol";
import { createBlindIndexes } from "../keys/blind-indexes.js";
import { createDekSealer } from "../keys/dek-sealer.js";
import { holdsLookups } from "../keys/contexts.js";
import { createKekWriter } from "../keys/kek-writer.js";
import { createPendingSealer } from "../keys/pending-index.js";
import { openPseudonyms, type Pseudonyms } from "../keys/pseudonyms.js";
import { createQuarantineSealer } from "../keys/quarantine-sealer.js";
import { createValueHashes } from "../keys/value-hashes.js";
import { builtInPolicy, type Policies, type Policy } from "../policy/index.js";
import { createSubjectKeys, HELD_AGE, type OpenDek } from "../keys/subject-keys.js";
import type { CommitOutcome, EventCatalog, KeyCatalog, SiteCatalog, StreamSeen } from "../ports/catalog.js";
import type { OwnKeyCatalog } from "../ports/erasures.js";
import type { QuarantineCatalog } from "../ports/quarantine.js";
import type { Keyring } from "../ports/keyring.js";
import { admit } from "./admit.js";
import type { CommitInput } from "./commit.js";
import { OriginRefused, UnknownSite } from "./errors.js";
import { keep } from "./keep.js";
import { open } from "./open.js";
import { applyPolicy } from "./policy.js";
import { refuse } from "./refuse.js";
import { replay, type Replayed } from "./replay.js";
import { setAside } from "./set-aside.js";
import { openSites } from "./sites.js";
import type { GovernedEvent, HeldRecord, RejectedRecord, ValidEvent } from "./states.js";
import { type OpenStream, openStreams } from "../streams/open-streams.js";
import { validate } from "./validate.js";
import { withoutToken } from "./without-token.js";

export interface PipelineOptions {
  readonly catalog: SiteCatalog &
    KeyCatalog &
    EventCatalog &
    Pick<OwnKeyCatalog, "ownKey" | "addOwnKey"> &
    Pick<QuarantineCatalog, "quarantineKeks" | "addQuarantineKek">;
  readonly keyring: Keyring;
  readonly now?: () => number;
  /** Called after a commit that stored events. */
  readonly onCommitted?: (received: Received) => void;
  /**
   * Called with every loss, by reason: how many records did not reach the store. `site` is null where none is known.
   * A body that could not be framed counts as one.
   */
  readonly onRejected?: (site: string | null, reason: RejectReason, count: number) => void;
  /** Called with every refused record that was to wait in quarantine: whether it does, waits there already, or had no room. */
  readonly onSetAside?: (reason: RejectReason, outcome: CommitOutcome) => void;
  /**
   * Unwraps a DEK that the catalog holds, so that this process writes with DEKs of another. Without it, as a process
   * that only writes must be, a subject that this process has no DEK of gets a new one.
   */
  readonly openDek?: OpenDek;
  /** The highest level whose keys this process opens: below confidential it makes no blind index. @default "restricted" */
  readonly maxLevel?: Level | undefined;
  /** The policy in force. @default the built-in policy */
  readonly policies?: Pick<Policies, "current">;
  /** Opened streams held at once; 8,192, of about 3 KB. */
  readonly streams?: number;
  /** Subjects whose keys are held at once; 20,000, of about 2 KB. */
  readonly subjects?: number;
}

export interface PipelineRequest {
  /** The collector's clock at receipt, milliseconds since 1970. */
  readonly received: number;
  /** The request's `Origin` header. */
  readonly origin: string | undefined;
  /** The country of the address that it came from, where one is known. */
  readonly country?: string | null;
}

/** What became of one accepted request. */
export interface Received {
  readonly site: string;
  readonly stored: number;
  /** Records that were stored before, repeated hellos included. */
  readonly duplicates: number;
  /** Records that were refused for good, as the wire names them. */
  readonly rejected: readonly Rejected[];
  /** Stored events by type. */
  readonly types: Readonly<Record<string, number>>;
}

export interface Pipeline {
  /**
   * Takes a request body through open → admit → validate → refuse → policy → encrypt → commit. Resolves after the commit is on disk.
   *
   * @throws {EnvelopeError} The body is badly framed, or `too-large` or `too-many-records`.
   * @throws {UnknownSite | OriginRefused | CatalogError | KeyringError} Nothing that matters was stored.
   */
  receive(body: Uint8Array, request: PipelineRequest): Promise<Received>;
  /**
   * Takes records that wait in quarantine through validate → refuse → policy → encrypt → commit again, under the policy of now. What is
   * taken in leaves the quarantine in the same commit, so that a record is taken in once however often that is asked.
   *
   * @returns Aligned with `held`.
   * @throws {UnknownSite | CatalogError | KeyringError}
   */
  replay(site: string, held: readonly HeldRecord[]): Promise<readonly Replayed[]>;
}

export type { Replayed } from "./replay.js";

/** Composes the stages of the way in. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { catalog, keyring, now = Date.now, onCommitted, onRejected = () => undefined } = options;
  const { onSetAside = () => undefined } = options;
  const { maxLevel = "restricted" } = options;
  const { policies = { current: () => Promise.resolve(builtInPolicy()) } } = options;
  const sites = openSites({ catalog, keyring, now });
  const streams = openStreams(options.streams ?? 8192);
  const keks = createKekWriter({ catalog, keyring, now });
  const subjects = createSubjectKeys({
    catalog,
    keks,
    sealer: createDekSealer({ now }),
    openDek: options.openDek,
    limit: options.subjects,
    ...(LEVELS[maxLevel] < LEVELS.restricted && { age: HELD_AGE }),
    now,
  });
  const indexes = createBlindIndexes({ catalog, keyring, now });
  const pending = holdsLookups(maxLevel) ? undefined : createPendingSealer({ keyring, now });
  const sealer = createQuarantineSealer({ catalog, keyring, now });
  const hashes = createValueHashes({ catalog, keyring, now });
  let pepper: Promise<Pseudonyms> | null = null;
  const pseudonyms = (): Promise<Pseudonyms> =>
    (pepper ??= openPseudonyms(catalog).catch((error: unknown) => {
      pepper = null;
      throw error;
    }));

  const keepAll = (events: readonly GovernedEvent[], request: Omit<CommitInput, "events">) =>
    keep(events, request, { catalog, pseudonyms, subjects, indexes, pending });

  /** Governs an event, and once more where it takes the site's key for hashes, which most never do. */
  function governOf(valid: ValidEvent, policy: Policy): GovernedEvent | Promise<GovernedEvent> {
    let isOpen = true;
    const hash = (site: string, name: string, value: string) => {
      const made = hashes.of(site, name, value);
      if (made === null) isOpen = false;
      return made ?? "";
    };
    const governed = applyPolicy(valid, { policy, hash });
    return isOpen ? governed : hashes.open(valid.context.site).then(() => governOf(valid, policy));
  }

  async function receive(envelopes: readonly Envelope[], request: PipelineRequest): Promise<Received> {
    const { received, origin, country } = request;
    const { site: id } = envelopes[0] as Envelope;
    const found = await sites.get(id, kidsOf(envelopes));
    if (found === null) throw new UnknownSite();
    const { site, recipients, ingestKeys } = found;
    // Without an Origin it is no browser's page. It is let in: whoever can seal to a public key can also leave the
    // header out or make it up, so refusing would keep out honest servers alone (docs/threat-model.md, "Forgery").
    if (origin !== undefined && !site.origins.includes("*") && !site.origins.includes(origin))
      throw new OriginRefused();

    const policy = await policies.current();
    const governed: GovernedEvent[] = [];
    const rejected: RejectedRecord[] = [];
    const seen = new Set<OpenStream>();
    let duplicates = 0;
    for (const envelope of envelopes) {
      const output = open({ envelope, recipients, received, country }, streams);
      const context = output.stream?.context;
      if (context !== undefined && !admit({ site, ingestKeys, context, sent: envelope.sent, received })) {
        rejected.push(...withoutToken(envelope, context, output.opened));
        continue;
      }
      if (output.stream !== null) seen.add(output.stream);
      duplicates += output.repeated;
      rejected.push(...output.rejected);
      for (const opened of output.opened) {
        const valid = refuse(validate(opened), opened, policy);
        if ("reason" in valid) rejected.push(valid);
        else {
          const made = governOf(valid, policy);
          // Waiting costs a turn of the event loop; a key that is at hand needs none.
          governed.push(made instanceof Promise ? await made : made);
        }
      }
    }

    const types: Record<string, number> = {};
    const counts = countReasons(rejected);
    let repeats = 0;
    if (governed.length > 0 || rejected.length > 0) {
      const aside =
        rejected.length === 0 ? [] : await setAside(rejected, { site: id, received, policy, pseudonyms, sealer });
      const entry = { site: id, received, streams: streamsSeen(seen, rejected) };
      const outcomes = await keepAll(governed, {
        ...{ ...entry, rejected: counts },
        ...(aside.length > 0 && { setAside: aside }),
      });
      aside.forEach(({ reason }, i) =>
        onSetAside(reason as RejectReason, outcomes[governed.length + i] as CommitOutcome),
      );
      const retired: RejectedRecord[] = [];
      governed.forEach((event, i) => {
        const outcome = outcomes[i];
        if (outcome === "retired") {
          retired.push({ stream: event.context.stream, seq: event.seq, reason: "key" });
          return;
        }
        if (event.seq === 0) streams.stored(event.context);
        if (outcome === "stored") types[event.type] = (types[event.type] ?? 0) + 1;
        else {
          duplicates++;
          if (event.seq !== 0) repeats++;
        }
      });
      if (retired.length > 0) await keepAll([], { ...entry, rejected: countReasons(retired) });
      rejected.push(...retired);
    }

    for (const [reason, count] of Object.entries(countReasons(rejected))) onRejected(id, reason as RejectReason, count);
    // Hello comes with every envelope, so its repeats say nothing.
    if (repeats > 0) onRejected(id, "duplicate", repeats);
    const stored = Object.values(types).reduce((sum, count) => sum + count, 0);
    const result = { site: id, stored, duplicates, rejected: rejected.map(onWire), types };
    if (stored > 0) onCommitted?.(result);
    return result;
  }

  return {
    async replay(site, held) {
      const found = await sites.get(site, []);
      if (found === null) throw new UnknownSite();
      const policy = await policies.current();
      const stages = { now, policy, keep: keepAll, govern: (valid: ValidEvent) => governOf(valid, policy) };
      const { replayed, types } = await replay(held, found, stages);
      const stored = Object.values(types).reduce((sum, count) => sum + count, 0);
      if (stored > 0) onCommitted?.({ site, stored, duplicates: 0, rejected: [], types });
      return replayed;
    },

    async receive(body, request) {
      let envelopes: readonly Envelope[];
      try {
        envelopes = decodeEnvelopes(body);
      } catch (error) {
        if (error instanceof EnvelopeError) onRejected(null, isTooLarge(error) ? "too_large" : "malformed", 1);
        throw error;
      }
      try {
        return await receive(envelopes, request);
      } catch (error) {
        const records = envelopes.reduce((sum, envelope) => sum + envelope.records.length, 0);
        if (error instanceof UnknownSite) onRejected(null, "unknown_site", records);
        else if (error instanceof OriginRefused) onRejected((envelopes[0] as Envelope).site, "origin", records);
        else onRejected((envelopes[0] as Envelope).site, "unavailable", records);
        throw error;
      }
    },
  };
}

function kidsOf(envelopes: readonly Envelope[]): readonly string[] {
  return [...new Set(envelopes.map(({ keyId }) => Buffer.from(keyId).toString("base64url")))];
}

function isTooLarge({ fault }: EnvelopeError): boolean {
  return fault === "too-large" || fault === "too-many-records";
}

function countReasons(rejected: readonly RejectedRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rejected) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function streamsSeen(streams: ReadonlySet<OpenStream>, rejected: readonly RejectedRecord[]): StreamSeen[] {
  return [...streams].map(({ context: { stream, site, kid, hello }, helloStored }) => ({
    stream,
    site,
    kid,
    // Durable with the hello that said it.
    previous: helloStored
      ? []
      : (hello.previous ?? []).map(({ stream, count }) => ({ stream: Buffer.from(stream, "base64url"), count })),
    generated: hello.generated === true,
    refused: rejected.filter((record) => record.authentic && record.stream.equals(stream)).map(({ seq }) => seq),
  }));
}

function onWire({ stream, seq, reason }: RejectedRecord): Rejected {
  return { stream: stream.toString("base64url"), seq, reason: REJECT_REASONS[reason] ?? "unreadable" };
}
