import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { BlindIndexes } from "../keys/blind-indexes.js";
import { monthOf } from "../keys/month.js";
import type { PendingBatch, PendingSealer } from "../keys/pending-index.js";
import type { Pseudonyms } from "../keys/pseudonyms.js";
import { sealColumn } from "../keys/sealed-column.js";
import type { Subject, SubjectKeys, WritableDek } from "../keys/subject-keys.js";
import type { IndexedValue } from "../lookups/classes.js";
import { indexedValues } from "../lookups/indexed-values.js";
import type { IndexEntry } from "../ports/lookups.js";
import type { EncryptedEvent, GovernedEvent, StreamContext } from "./states.js";

/** An encrypted event with what it relies on. */
export interface Encryption {
  readonly governed: GovernedEvent;
  readonly event: EncryptedEvent;
  readonly subject: Subject;
  readonly deks: readonly WritableDek[];
}

export interface EncryptParts {
  readonly pseudonyms: Pseudonyms;
  readonly subjects: SubjectKeys;
  readonly indexes: BlindIndexes;
  /** Where this process may not make indexes: seals what is to be indexed instead. */
  readonly pending?: PendingSealer | undefined;
}

/**
 * Seals each event's values under its subject's keys, level by level, puts pseudonyms for the sender's ids, and makes the
 * blind indexes of values that a subject can be found by, or seals these for whoever may make them.
 *
 * @throws {CatalogError | KeyringError} If a key had to be made or looked up and could not be.
 */
export async function encrypt(
  events: readonly GovernedEvent[],
  { pseudonyms, subjects, indexes, pending }: EncryptParts,
): Promise<Encryption[]> {
  const encrypted: Encryption[] = [];
  const batch: PendingBatch = new Map();
  const streams = new Map<StreamContext, { readonly subject: Subject; readonly session: Buffer }>();
  for (const governed of events) {
    const { context, received, sealed, seq, policy } = governed;
    const { site, stream } = context;
    let who = streams.get(context);
    if (who === undefined) {
      const ids = pseudonymsOf(context, pseudonyms);
      who = { subject: await subjects.subject(site, ids.visitor), session: ids.session };
      streams.set(context, who);
    }
    const deks: WritableDek[] = [];
    const columns: Record<SealedLevel, Buffer | null> = { internal: null, confidential: null, restricted: null };
    for (const level of SEALED_LEVELS) {
      const values = sealed[level];
      if (values === undefined) continue;
      const use = subjects.dek(who.subject, level, monthOf(received));
      // Waiting costs a turn of the event loop; a key that is at hand needs none.
      let dek = use instanceof Promise ? await use : use;
      // It may have grown old, and been dropped, while we waited.
      while (dek.key.dropped) dek = await subjects.dek(who.subject, level, monthOf(received));
      const place = { site, stream, seq, level, policy };
      columns[level] = sealColumn(Buffer.from(JSON.stringify(values)), place, dek);
      deks.push(dek);
    }
    const found = indexedValues(governed);
    const under = Object.fromEntries(deks.map(({ dek }) => [dek.level, dek.id]));
    const place = { site, subject: who.subject.id, month: monthOf(received), deks: under };
    const waits = found.length === 0 ? undefined : await pending?.seal(place, found, batch);
    const event: EncryptedEvent = {
      state: "encrypted",
      deks: deks.map(({ dek }) => dek.id),
      indexes: found.length === 0 || waits !== undefined ? [] : await indexesOf(site, found, indexes),
      ...(waits !== undefined && { pending: waits }),
      row: {
        site,
        stream,
        seq,
        subject: who.subject.id,
        session: who.session,
        type: governed.type,
        received,
        occurred: governed.occurred,
        skew: governed.skew,
        columns: governed.columns,
        notes: governed.notes,
        internal: columns.internal,
        confidential: columns.confidential,
        restricted: columns.restricted,
        policy,
      },
    };
    encrypted.push({ governed, event, subject: who.subject, deks });
  }
  return encrypted;
}

async function indexesOf(
  site: string,
  values: readonly IndexedValue[],
  indexes: BlindIndexes,
): Promise<readonly IndexEntry[]> {
  return Promise.all(
    values.map(async ({ class: name, value, level }) => ({
      class: name,
      level,
      value: await indexes.of(site, name, value),
    })),
  );
}

const made = new WeakMap<StreamContext, { readonly visitor: Buffer; readonly session: Buffer }>();

/** A stream has one visitor and one session, so their pseudonyms are made once. */
function pseudonymsOf(
  context: StreamContext,
  pseudonyms: Pseudonyms,
): { readonly visitor: Buffer; readonly session: Buffer } {
  let ids = made.get(context);
  if (ids === undefined) {
    const { site, hello } = context;
    ids = { visitor: pseudonyms.visitor(site, hello.visitor), session: pseudonyms.session(site, hello.session) };
    made.set(context, ids);
  }
  return ids;
}
