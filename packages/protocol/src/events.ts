/** A value of a custom property or trait: JSON, at most four levels deep. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

/** What the visitor agreed to: `none` keeps nothing on the device, `granted` lets the visitor id and outbox persist. */
export type Consent = "none" | "granted";

interface EventBase {
  /** Milliseconds since the stream began, whole, from the page's monotonic clock. */
  readonly at: number;
  /** URL template of the page, where it is no longer the one that hello names. */
  readonly url?: string;
}

/** An earlier stream of the same browser, so that a lost tail is known. */
export interface PreviousStream {
  /** base64url of the stream's 16-byte id. */
  readonly stream: string;
  /** How many records it sealed. */
  readonly count: number;
}

/** Record 0 of every stream: the page's context, once. */
export interface HelloEvent {
  readonly type: "hello";
  readonly at: number;
  /** Version of this event schema: 1. */
  readonly schema: number;
  /** The sender's name and version, such as `wayseal-js/0.1.0`. */
  readonly sdk: string;
  /** The browser's random id, base64url of 16 bytes. Without consent it lives only as long as the page. */
  readonly visitor: string;
  /** Random id of the visit, base64url of 16 bytes. */
  readonly session: string;
  /** The sender's wall clock when the stream began, milliseconds since 1970. */
  readonly clock: number;
  /** URL template of the page: origin and path, cleaned. */
  readonly url: string;
  /** Host of the referring page. */
  readonly referrer?: string;
  /** Width and height of the viewport, CSS pixels. */
  readonly viewport?: readonly [number, number];
  /** BCP 47 tag. */
  readonly language?: string;
  /** IANA time zone name. */
  readonly zone?: string;
  readonly consent: Consent;
  /** The browser sends Global Privacy Control. */
  readonly gpc?: boolean;
  readonly campaign?: {
    readonly source?: string;
    readonly medium?: string;
    readonly name?: string;
    readonly term?: string;
    readonly content?: string;
  };
  /** ISO 3166-1 alpha-2 country that the visitor stated. */
  readonly country?: string;
  /** Ingest token, where a site asks for one. */
  readonly token?: string;
  readonly previous?: readonly PreviousStream[];
  /** The journey was generated for a demonstration: no person made it. */
  readonly generated?: boolean;
  /** The share of visitors that is measured, above 0 and up to 1: what is counted stands for its 1/`sample`-fold. */
  readonly sample?: number;
}

export interface PageViewEvent extends EventBase {
  readonly type: "page_view";
  readonly title?: string;
  /** How the page came to be shown. */
  readonly kind: "load" | "navigate" | "restore";
}

export interface PageLeaveEvent extends EventBase {
  readonly type: "page_leave";
  /** Milliseconds during which the page was visible and in use. */
  readonly engaged: number;
  /** Deepest scroll position, percent of the page. */
  readonly scroll?: number;
}

export interface ClickEvent extends EventBase {
  readonly type: "click";
  /** ARIA role or element name. */
  readonly role: string;
  /** Accessible name, cleaned. */
  readonly name?: string;
  /** Template of the URL that a link leads to. */
  readonly target?: string;
  /** The link leads to another host, or to a file to be kept. */
  readonly kind?: "outbound" | "download";
}

/** Something that did not do what a visitor hoped for. */
export interface FrustrationEvent extends EventBase {
  readonly type: "frustration";
  /** `rage`: pressed three times within a second each, at one place. `dead`: nothing followed a press within a second. */
  readonly kind: "rage" | "dead";
  /** As in `click`. */
  readonly role: string;
  readonly name?: string;
  readonly target?: string;
}

interface FormEventBase extends EventBase {
  /** The form's id, name or position. */
  readonly form: string;
}

export interface FormViewEvent extends FormEventBase {
  readonly type: "form_view";
  /** How many fields a visitor could fill. */
  readonly fields: number;
}

export interface FormStartEvent extends FormEventBase {
  readonly type: "form_start";
  /** The first field that was touched. */
  readonly field: string;
}

export interface FormSubmitEvent extends FormEventBase {
  readonly type: "form_submit";
  /** Milliseconds from the first touch. */
  readonly duration: number;
  /** How many fields were filled. */
  readonly filled: number;
}

export interface FormAbandonEvent extends FormEventBase {
  readonly type: "form_abandon";
  readonly duration: number;
  readonly filled: number;
  /** The last field that was touched. */
  readonly field: string;
}

export interface FormErrorEvent extends FormEventBase {
  readonly type: "form_error";
  readonly field: string;
  /** The failed constraint, a `ValidityState` property such as `valueMissing`. */
  readonly kind: string;
}

export interface FieldEvent extends FormEventBase {
  readonly type: "field";
  readonly field: string;
  /** One of `FIELD_CLASSES`; an unknown class is treated as `unknown`. */
  readonly class: string;
  /** Milliseconds the field had focus. */
  readonly duration: number;
  /** How many times its content changed. */
  readonly changes: number;
  /** How many times it was filled again after it had been emptied or left. */
  readonly refills: number;
  /** How many of the changes came after the field had been found invalid. */
  readonly corrections?: number;
  readonly pasted: boolean;
  readonly autofilled: boolean;
  readonly filled: boolean;
  readonly valid: boolean;
  /** Only where the site allows it, and never for a `never` class. */
  readonly value?: string;
}

export interface TrackEvent extends EventBase {
  readonly type: "track";
  readonly name: string;
  readonly properties?: JsonObject;
}

export interface IdentifyEvent extends EventBase {
  readonly type: "identify";
  readonly user: string;
  readonly traits?: JsonObject;
  /** A token signed by the merchant's server. Without one the identity is kept as unverified. */
  readonly token?: string;
}

export interface ResetEvent extends EventBase {
  readonly type: "reset";
}

export interface ConsentEvent extends EventBase {
  readonly type: "consent";
  readonly choice: Consent;
}

export interface ErrorEvent extends EventBase {
  readonly type: "error";
  /** What the browser says of it, cleaned. */
  readonly message: string;
  /** What failed: a script, a promise that nobody handled, or the loading of a script, style or picture. */
  readonly kind?: "error" | "rejection" | "resource";
  /** URL template of the script, or of what could not be loaded. */
  readonly source?: string;
  /** Line of the script, from 1. */
  readonly line?: number;
}

export interface VitalEvent extends EventBase {
  readonly type: "vital";
  readonly name: string;
  readonly value: number;
  readonly rating?: string;
}

/** Every event of this version, by its type. */
export interface EventMap {
  hello: HelloEvent;
  page_view: PageViewEvent;
  page_leave: PageLeaveEvent;
  click: ClickEvent;
  frustration: FrustrationEvent;
  form_view: FormViewEvent;
  form_start: FormStartEvent;
  form_submit: FormSubmitEvent;
  form_abandon: FormAbandonEvent;
  form_error: FormErrorEvent;
  field: FieldEvent;
  track: TrackEvent;
  identify: IdentifyEvent;
  reset: ResetEvent;
  consent: ConsentEvent;
  error: ErrorEvent;
  vital: VitalEvent;
}

export type EventType = keyof EventMap;

export type WaysealEvent = EventMap[EventType];
