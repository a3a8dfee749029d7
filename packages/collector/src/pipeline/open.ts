import { createHash } from "node:crypto";
import {
  type Envelope,
  type JsonValue,
  MAX_PLAINTEXT_BYTES,
  type RejectReason,
  STREAM_ID_BYTES,
  streamInfo,
  validateEvent,
  X25519_CHACHA20POLY1305 as SUITE,
} from "@wayseal/protocol";
import { HpkeError, keyScheduleContext, type RecipientContext, type RecipientPair, setupBaseR } from "../hpke/index.js";
import { recordJson } from "../streams/record-json.js";
import type { OpenedEvent, RefusedContent, RejectedRecord } from "./states.js";
import type { OpenStream, Streams } from "../streams/open-streams.js";

export interface OpenInput {
  readonly envelope: Envelope;
  /** The site's accepted keys, by kid. */
  readonly recipients: ReadonlyMap<string, RecipientPair>;
  /** The collector's clock, milliseconds. */
  readonly received: number;
  /** The country of the address that it came from, where one is known. */
  readonly country?: string | null | undefined;
}

export interface OpenOutput {
  /** The stream, if its hello could be read. */
  readonly stream: OpenStream | null;
  readonly opened: readonly OpenedEvent[];
  readonly rejected: readonly RejectedRecord[];
  /** How many times record 0 came again after it had been stored. */
  readonly repeated: number;
}

/** Opens an envelope's records. Ends synchronously, so that no context can be dropped while it is in use. Never throws. */
export function open({ envelope, recipients, received, country }: OpenInput, streams: Streams): OpenOutput {
  const { records, sent } = envelope;
  const identity = identityOf(envelope);
  const key = identity.toString("latin1");
  const known = streams.get(key);
  const id = known?.context.stream ?? streamId(identity);
  const kid = buffer(envelope.keyId).toString("base64url");
  const refuse = (reason: RejectReason): OpenOutput => {
    const rejected = records.map(({ seq }) => ({ stream: id, seq, reason }));
    return { stream: null, opened: [], rejected, repeated: 0 };
  };

  const isSuite = envelope.kem === SUITE.kem && envelope.kdf === SUITE.kdf && envelope.aead === SUITE.aead;
  const recipient = isSuite ? recipients.get(kid) : undefined;
  // Asked before anything that is remembered: a key that was retired opens nothing more.
  if (recipient === undefined) return refuse("key");

  const sealed = buffer((records[0] as (typeof records)[0]).ciphertext);
  let stream = known;
  if (stream === undefined || !stream.hello.equals(sealed)) {
    const greeted = openHello(envelope, sealed, recipient, { stream: id, kid, country: country ?? null });
    if ("reason" in greeted) {
      if (greeted.reason === "unreadable") return refuse("unreadable");
      const ids = { id, kid, country: country ?? null, sent };
      return { stream: null, opened: [], rejected: refuseStream(records, greeted, ids), repeated: 0 };
    }
    stream = greeted;
    streams.set(key, stream);
  }

  const opened: OpenedEvent[] = [];
  const rejected: RejectedRecord[] = [];
  let repeated = 0;
  for (const { seq, ciphertext } of records) {
    if (seq === 0 && stream.helloStored && stream.hello.equals(ciphertext)) {
      repeated++;
      continue;
    }
    const plaintext = openRecord(stream.recipient, seq, ciphertext);
    if (plaintext === null) rejected.push({ stream: id, seq, reason: "unreadable" });
    else if (plaintext.length > MAX_PLAINTEXT_BYTES) {
      rejected.push({ stream: id, seq, reason: "record_too_large", authentic: true });
    } else opened.push({ state: "opened", context: stream.context, seq, plaintext, sent, received });
  }
  return { stream, opened, rejected, repeated };
}

/** A record 0 that begins no stream. */
interface NoHello {
  readonly reason: RejectReason;
  /** What it said and what its stream's records open with, where it is JSON. Whoever takes it destroys the context. */
  readonly said?: { readonly hello: JsonValue; readonly recipient: RecipientContext; readonly detail?: string };
}

/** Refuses what comes with a hello that is refused. The records are opened for quarantine alone. */
function refuseStream(
  records: Envelope["records"],
  { reason, said }: NoHello,
  { id, ...about }: Pick<RefusedContent, "kid" | "country" | "sent"> & { readonly id: Buffer },
): readonly RejectedRecord[] {
  const contentOf = (seq: number, ciphertext: Uint8Array): RefusedContent | null => {
    if (said === undefined) return null;
    if (seq === 0) return { ...about, hello: said.hello, event: null };
    const plaintext = openRecord(said.recipient, seq, ciphertext);
    if (plaintext === null || plaintext.length > MAX_PLAINTEXT_BYTES) return null;
    const json = recordJson(plaintext);
    return "value" in json ? { ...about, hello: said.hello, event: json.value as JsonValue } : null;
  };
  const rejected = records.map(({ seq, ciphertext }, i): RejectedRecord => {
    const content = contentOf(seq, ciphertext);
    return {
      ...{ stream: id, seq, reason: i === 0 ? reason : "hello" },
      ...(i === 0 && said?.detail !== undefined && { detail: said.detail }),
      ...(content !== null && { content }),
    };
  });
  said?.recipient.destroy();
  return rejected;
}

/** @returns The stream that record 0 begins, or why it begins none. */
function openHello(
  envelope: Envelope,
  sealed: Buffer,
  pair: RecipientPair,
  ids: { readonly stream: Buffer; readonly kid: string; readonly country: string | null },
): OpenStream | NoHello {
  let recipient: RecipientContext;
  try {
    recipient = setupBaseR(envelope.enc, pair, { context: scheduleOf(envelope.header) });
  } catch (error) {
    if (error instanceof HpkeError) return { reason: "unreadable" };
    throw error;
  }
  const refuse = (reason: RejectReason, hello?: unknown, detail?: string): NoHello => {
    if (hello !== undefined) {
      return { reason, said: { hello: hello as JsonValue, recipient, ...(detail !== undefined && { detail }) } };
    }
    recipient.destroy();
    return { reason };
  };
  const plaintext = openRecord(recipient, 0, sealed);
  if (plaintext === null) return refuse("unreadable");
  if (plaintext.length > MAX_PLAINTEXT_BYTES) return refuse("record_too_large");
  const json = recordJson(plaintext);
  if (json.reason !== null) return refuse(json.reason, "value" in json ? json.value : undefined);
  const valid = validateEvent(json.value);
  if (valid.known === null) return refuse("shape", json.value, valid.fault);
  if (!valid.known || valid.event.type !== "hello") return refuse("hello", json.value);
  return {
    context: {
      ...{ stream: ids.stream, site: envelope.site, kid: ids.kid, hello: valid.event },
      ...(ids.country !== null && { country: ids.country }),
    },
    recipient,
    // A copy: the body's memory is not kept for the sake of one record.
    hello: Buffer.from(sealed),
    helloStored: false,
  };
}

function openRecord(recipient: RecipientContext, seq: number, ciphertext: Uint8Array): Buffer | null {
  try {
    return recipient.open(seq, ciphertext);
  } catch (error) {
    if (error instanceof HpkeError) return null;
    throw error;
  }
}

/** Header ‖ enc, which stand side by side in a body. */
function identityOf({ header, enc }: Envelope): Buffer {
  const together = header.buffer === enc.buffer && header.byteOffset + header.length === enc.byteOffset;
  return together
    ? Buffer.from(header.buffer, header.byteOffset, header.length + enc.length)
    : Buffer.concat([header, enc]);
}

function streamId(identity: Buffer): Buffer {
  return Buffer.from(createHash("sha256").update(identity).digest().subarray(0, STREAM_ID_BYTES));
}

/** The half of the key schedule that all streams to one key share, by header. Headers name an accepted key, so few. */
const schedules = new Map<string, Buffer>();

function scheduleOf(header: Uint8Array): Buffer {
  const key = buffer(header).toString("latin1");
  let context = schedules.get(key);
  if (context === undefined) {
    if (schedules.size >= 1000) schedules.clear();
    schedules.set(key, (context = keyScheduleContext(streamInfo(header))));
  }
  return context;
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
