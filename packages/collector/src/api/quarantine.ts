/** The JSON of records that were refused and wait to be mended (see api.ts). */
import type { JsonObject } from "@wayseal/protocol";

/** A record in quarantine: what is known of it without opening it. Times are milliseconds since 1970. */
export interface QuarantinedAnswer {
  readonly id: number;
  readonly site: string;
  /** Why it was refused, when it was tried last: a reject reason, such as `shape`. */
  readonly reason: string;
  /** Which field was wrong and what it should be; null where the reason says all. */
  readonly detail: string | null;
  /** The event's type; null where it is none that this version knows. */
  readonly type: string | null;
  readonly received: number;
  /** When its key is destroyed at the latest. */
  readonly expires: number;
  readonly bytes: number;
}

/** `GET /v1/quarantine?site=&reason=&before=`: newest first. */
export interface QuarantineList {
  readonly records: readonly QuarantinedAnswer[];
  /** `before` of the next page; null where there is none. */
  readonly next: number | null;
  /** All that waits of the site, by reason. */
  readonly reasons: readonly {
    readonly reason: string;
    readonly records: number;
    readonly bytes: number;
    /** Receipt of the oldest. */
    readonly oldest: number;
  }[];
  /** What a site's quarantine holds at the most; what comes beyond is counted and not kept. */
  readonly room: { readonly records: number; readonly bytes: number };
}

/** `GET /v1/quarantine/:id?site=`. */
export interface QuarantinedContent extends QuarantinedAnswer {
  /** The record's shape: what would be a public column, and of all else its type in brackets. Nobody sees values here. */
  readonly content: JsonObject;
  /** Version of the policy in force, under which a replay would take it in. */
  readonly policy: number;
}

/** Which records: by id, by reason, or all of the site's. Body of `POST /v1/quarantine/replay` and `/drop`. */
export interface QuarantineChoice {
  readonly site: string;
  readonly ids?: readonly number[];
  readonly reason?: string;
  readonly all?: true;
}

/** `POST /v1/quarantine/replay`. */
export interface QuarantineReplayed {
  /** Taken in just now, and out of quarantine. */
  readonly stored: number;
  /** There already, by an earlier replay or from their sender. */
  readonly duplicates: number;
  /** Still refused: they wait on, under the reason of now. */
  readonly refused: readonly { readonly id: number; readonly reason: string; readonly detail: string | null }[];
}

/** `POST /v1/quarantine/drop`. */
export interface QuarantineDropped {
  readonly dropped: number;
}
