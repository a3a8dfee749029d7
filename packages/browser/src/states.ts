import type { Consent, EventMap, EventType, JsonObject, SealedRecord as WireRecord } from "@wayseal/protocol";

/** What the page says of one field, before anybody has judged it. Lives for one call of the pipeline, in memory only. */
export interface Control {
  readonly autocomplete: string;
  /** The input's type, `select`, `textarea` or `editable`. */
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly label: string;
  /** What the groups are called that it is in: they tell `never` classes only. */
  readonly group: string;
  /** `data-wayseal-class` of the nearest element that has one, or "". */
  readonly declared: string;
  /** It is or has been a password field, or holds what a password field holds. */
  readonly secret: boolean;
  /** The nearest mark; hiding marks of other tools count as `redact`. */
  readonly mark: "allow" | "redact" | null;
  /** A selector of the `allow` option matches it. */
  readonly listed: boolean;
  /** Nobody can see it. */
  readonly unseen: boolean;
  /** Somebody is still at it: half a card number looks like nothing. */
  readonly unfinished: boolean;
  readonly value: string;
  /** What it holds and has held, a secret too: only so that redaction can cut it out of texts that repeat it. */
  readonly typed: readonly string[];
  /**
   * The neighbouring boxes that one number may be typed into, in order and itself among them, such as a card number's four:
   * what each has room for if all up to this one are short, else 0; what it holds; and what the page says of it.
   */
  readonly row: readonly { readonly size: number; readonly value: string; readonly says: string }[];
  /** `hidden` where it is not shown; else the type of the form's next field. */
  readonly after: string | undefined;
  /** The last of the texts to choose from; of twelve months, those of the next field. */
  readonly offered: string;
  /** What the page said of it when somebody came to it. */
  readonly was?: Control;
}

interface Captured {
  /** When, on the page's monotonic clock, milliseconds. */
  readonly time: number;
  /** The page's address as the browser has it: full of secrets until it is redacted. */
  readonly page: string;
  /** The field that somebody is filling meanwhile. */
  readonly typing?: Control | undefined;
}

type Raw<T extends EventType, Without extends string = never> = Omit<EventMap[T], "at" | "url" | Without>;

/** What a capturing stage saw, raw. Only the redacting stage may read it. */
export type CapturedEvent = Captured &
  (
    | Raw<"page_view">
    | Raw<"page_leave">
    | Raw<"click">
    | Raw<"frustration">
    | Raw<"form_view">
    | Raw<"form_start">
    | Raw<"form_submit">
    | Raw<"form_abandon">
    | Raw<"form_error">
    | (Raw<"field", "class" | "value"> & { readonly control: Control })
    | (Raw<"track", "properties"> & { readonly properties?: unknown })
    | (Raw<"identify", "traits" | "token"> & { readonly traits?: unknown })
    | Raw<"reset">
    | Raw<"consent">
    | Raw<"error">
    | Raw<"vital">
  );

/** A captured event without its stamp, as the capturing files make it; with a time where it was not now. */
export type Sighting = CapturedEvent extends infer E
  ? E extends CapturedEvent
    ? Omit<E, "time" | "page" | "typing"> & { readonly time?: number }
    : never
  : never;

/** What was taken out of an event, by its member or the path in it, and by which rule. */
export type Removed = Record<string, string>;

declare const redacted: unique symbol;

/** An event that may be sealed. Only `redact` makes one. */
export interface RedactedEvent {
  readonly [redacted]: true;
  readonly time: number;
  /** URL template. */
  readonly url: string;
  /** The event's own fields, `type` included. */
  readonly body: JsonObject;
  /** For `debug` alone, and never sealed. */
  readonly removed: Removed;
}

/** What does not change during a stream and travels in front of its records. */
export interface StreamHead {
  /** base64url of the stream's 16-byte id. */
  readonly id: string;
  readonly header: Uint8Array;
  readonly enc: Uint8Array;
  /** Ciphertext of record 0. */
  readonly hello: Uint8Array;
}

/** One sealed event and the stream that it belongs to: the only form in which an event is stored or sent. */
export interface SealedRecord extends WireRecord {
  readonly stream: StreamHead;
}

/** The page's context as the browser has it, raw, for hello. */
export interface PageContext {
  readonly page: string;
  readonly referrer: string;
  readonly viewport: readonly [number, number];
  readonly language: string;
  readonly zone: string;
}

/** Who is browsing, and what they agreed to. */
export interface Identity {
  readonly visitor: string;
  readonly session: string;
  readonly consent: Consent;
  readonly gpc: boolean;
}
