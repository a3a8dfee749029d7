import type {
  HelloEvent,
  JsonObject,
  JsonValue,
  RejectReason,
  SealedLevel,
  Treatment,
  UnknownEvent,
  WaysealEvent,
} from "@wayseal/protocol";
import type { IndexEntry, PendingEntry } from "../ports/lookups.js";

/** What the collector knows of one stream once its hello has been opened. */
export interface StreamContext {
  /** 16 bytes: the head of SHA-256(header ‖ enc). */
  readonly stream: Buffer;
  readonly site: string;
  /** base64url of the recipient key's 8-byte id. */
  readonly kid: string;
  readonly hello: HelloEvent;
  /** The country of the address that it came from first, where one is known. The address itself is not kept. */
  readonly country?: string;
}

/** A record that was refused, with the one reason that is counted for it. */
export interface RejectedRecord {
  readonly stream: Buffer;
  readonly seq: number;
  readonly reason: RejectReason;
  /** Its ciphertext was authentic: it arrived, and was refused for what it says. */
  readonly authentic?: boolean;
  /** For people and logs: names a field and what it should be, never a value. */
  readonly detail?: string;
  /** What it said, where that could be read: from here it goes into quarantine, cut and sealed, or nowhere. */
  readonly content?: RefusedContent;
}

/** What a refused record said, as its sender wrote it, and what it takes to take it in after all. */
export interface RefusedContent {
  readonly kid: string;
  readonly country: string | null;
  readonly sent: number;
  /** Record 0 of its stream. */
  readonly hello: JsonValue;
  /** The record; null: it is record 0. */
  readonly event: JsonValue | null;
}

/** What waits in quarantine of a record: `never` content was cut. */
export interface HeldContent extends Omit<RefusedContent, "hello" | "event"> {
  readonly hello: JsonObject;
  readonly event: JsonObject | null;
  /** Its stream's ingest token, where it was refused for that. */
  readonly token?: string;
}

/** A record that was taken out of quarantine, to be tried again. */
export interface HeldRecord {
  readonly stream: Buffer;
  readonly seq: number;
  readonly reason: RejectReason;
  readonly received: number;
  readonly content: HeldContent;
}

/** A record whose ciphertext was authentic. The plaintext is still whatever the sender wrote. */
export interface OpenedEvent {
  readonly state: "opened";
  readonly context: StreamContext;
  readonly seq: number;
  /** Padded UTF-8 JSON. */
  readonly plaintext: Uint8Array;
  /** The sender's clock when it sent this envelope, milliseconds; not authenticated. */
  readonly sent: number;
  /** The collector's clock at receipt, milliseconds. */
  readonly received: number;
}

/** An event of its type's shape. */
export interface ValidEvent {
  readonly state: "valid";
  readonly context: StreamContext;
  readonly seq: number;
  readonly event: WaysealEvent | UnknownEvent;
  /** Whether `event` is of a type that this version knows. */
  readonly known: boolean;
  /** Fields of a newer sender, kept at level internal. */
  readonly extra: JsonObject;
  readonly received: number;
  /** When it happened by the collector's clock: received − (sent − created), never after `received` (docs/protocol.md §5). */
  readonly occurred: number;
  /** received − sent, milliseconds, as the sender's clock was off plus the way. */
  readonly skew: number;
}

/** Public facts of an event: columns of the event store, there for analysis at full speed. Absent = the type has none. */
export interface PublicColumns {
  /** URL template of the page on which it happened. */
  readonly page: string;
  /** Click: role. */
  readonly role?: string;
  /** Click: template of the link's target. */
  readonly target?: string;
  readonly form?: string;
  readonly field?: string;
  /** Field class. */
  readonly class?: string;
  /** `track` or `vital`: its name. */
  readonly name?: string;
  /** page_view: how it came to be shown; click: where it leads; frustration: of what sort; form_error: failed constraint; consent: choice; vital: rating. */
  readonly kind?: string;
  /** Milliseconds: engaged on a page, in a field, or from a form's first touch. */
  readonly duration?: number;
  readonly changes?: number;
  readonly refills?: number;
  readonly corrections?: number;
  /** form_view: fields there are; form_submit and form_abandon: fields filled. */
  readonly fields?: number;
  /** Deepest scroll position, percent. */
  readonly scroll?: number;
  /** vital: its value. */
  readonly measure?: number;
  readonly pasted?: boolean;
  readonly autofilled?: boolean;
  readonly filled?: boolean;
  readonly valid?: boolean;
  /** From hello, on every event of the stream. */
  readonly referrer?: string;
  readonly language?: string;
  readonly country?: string;
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly consent: "none" | "granted";
  readonly generated: boolean;
  /** Whose law held: countries and regions with spaces between; absent where nobody knew. */
  readonly jurisdiction?: string;
  /** Custom properties that policy made public. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** What became of one non-public field of an event. Stored in the clear beside the sealed columns: names, never values. */
export interface FieldNote {
  /** Where in the event: `value`, `title`, `properties.coupon`, … */
  readonly path: string;
  readonly class: string;
  /** The level it is sealed at, or `never` where it was removed. */
  readonly level: Treatment;
  /** Which rule decided, such as `class email` or `content payment-card`. */
  readonly rule: string;
  /** What is stored, where that is not the value as it was. */
  readonly form?: "generalised" | "hashed";
}

/** An event after policy: every value is public, sealed at a level, or gone. */
export interface GovernedEvent {
  readonly state: "governed";
  readonly context: StreamContext;
  readonly seq: number;
  readonly type: string;
  readonly received: number;
  readonly occurred: number;
  readonly skew: number;
  readonly columns: PublicColumns;
  /** Values to seal, by level, then by path. A level without values is absent. */
  readonly sealed: Readonly<Partial<Record<SealedLevel, JsonObject>>>;
  readonly notes: readonly FieldNote[];
  /** Version of the policy that governed it. */
  readonly policy: number;
}

/** One row of the event store: what an event is from the commit on. */
export interface StoredEvent {
  readonly site: string;
  /** 16 bytes. */
  readonly stream: Buffer;
  readonly seq: number;
  /** 16 random bytes that stand for the visitor. */
  readonly subject: Buffer;
  /** 16 bytes: HMAC of the sender's session id. */
  readonly session: Buffer;
  readonly type: string;
  readonly received: number;
  readonly occurred: number;
  readonly skew: number;
  readonly columns: PublicColumns;
  readonly notes: readonly FieldNote[];
  /** Sealed columns (docs/storage.md), or null where the event has no field of that level. */
  readonly internal: Buffer | null;
  readonly confidential: Buffer | null;
  readonly restricted: Buffer | null;
  readonly policy: number;
}

/** An event ready to be committed. */
export interface EncryptedEvent {
  readonly state: "encrypted";
  readonly row: StoredEvent;
  /** base64url ids of the DEKs it relies on: the commit refuses it as stale if one is gone. */
  readonly deks: readonly string[];
  /** What its subject can be found by from the commit on. */
  readonly indexes: readonly IndexEntry[];
  /** The same where this process may not make indexes. Entries of several events may be one and the same. */
  readonly pending?: readonly PendingEntry[];
}
