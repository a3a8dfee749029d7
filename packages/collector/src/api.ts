/** The JSON that people's and programs' requests get. The console imports these types and nothing else. */
import type { Level, Treatment } from "@wayseal/protocol";
import type { Coarse } from "./clearance/coarsen.js";
import type { Purpose } from "./clearance/purposes.js";
import type { Right } from "./clearance/rights.js";
import type { RoleName } from "./clearance/roles.js";

export type * from "./api/retention.js";
export type * from "./api/requests.js";
export type * from "./api/keys.js";
export type * from "./api/policy.js";
export type * from "./api/previews.js";
export type * from "./api/reveals.js";
export type * from "./api/audit.js";
export type * from "./api/tokens.js";
export type * from "./api/quarantine.js";

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** A stable word for programs, such as `signed-out`. */
  readonly code: string;
}

/** `GET /v1/session`: who is signed in. `POST /v1/session {email, password}` signs in; `DELETE` signs out. */
export interface SessionAnswer {
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly clearance: Level;
  readonly roles: readonly RoleName[];
  /** Everything that they may do. */
  readonly rights: readonly Right[];
  /** What they may ask to see sensitive values for. */
  readonly purposes: readonly Purpose[];
  readonly sites: readonly { readonly id: string; readonly name: string }[];
}

/** `GET /v1/sites`: the sites that the viewer may ask about. */
export interface SitesAnswer {
  readonly sites: readonly { readonly id: string; readonly name: string }[];
}

/** `GET /v1/sites/:site/install`: what the site's tags are made of. */
export interface InstallAnswer {
  /** The site's signing key, base64url, for `data-key` and the npm package. */
  readonly key: string;
  /** Version and hash of the script that a page may pin; null where it has not been built. */
  readonly version: string | null;
  readonly integrity: string | null;
}

/** `POST /v1/session`. */
export interface SignIn {
  readonly email: string;
  readonly password: string;
}

/** `POST /v1/session/password`: sets a password with the secret of a one-time link, and signs in. At least 12 characters. */
export interface SetPassword {
  readonly secret: string;
  readonly password: string;
}

/** `GET /v1/journeys?site=&from=&to=&limit=&cursor=`; times are milliseconds since 1970. Newest first. */
export interface JourneyList {
  readonly journeys: readonly JourneySummary[];
  /** Give it back as `cursor` for the next page; null on the last. */
  readonly next: string | null;
}

export interface JourneySummary {
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly first: number;
  readonly last: number;
  readonly events: number;
  readonly sessions: number;
  readonly pages: number;
  /** First and last page template. */
  readonly entry: string;
  readonly exit: string;
  readonly submitted: number;
  readonly abandoned: number;
  readonly country: string;
  readonly language: string;
  readonly source: string;
  readonly generated: boolean;
  /** Columns that this viewer may not see, empty above, with the rule in words for people. Absent: none. */
  readonly withheld?: Readonly<Record<string, string>>;
}

/** `GET /v1/journeys/:subject?site=&limit=&cursor=`: one journey, oldest first, read to the viewer's clearance. */
export interface Journey {
  readonly subject: string;
  readonly site: string;
  readonly summary: JourneySummary;
  readonly events: readonly JourneyEvent[];
  readonly next: string | null;
}

export interface JourneyEvent {
  /** base64url. */
  readonly stream: string;
  readonly seq: number;
  readonly session: string;
  readonly type: string;
  readonly occurred: number;
  readonly received: number;
  /** Milliseconds by which the sender's clock was off. */
  readonly skew: number;
  readonly page: string;
  /** Public columns that this type has, by name (see PublicColumns). */
  readonly columns: Readonly<Record<string, string | number | boolean>>;
  readonly fields: readonly JourneyField[];
  readonly policy: number;
  /** Columns and properties that it has and this viewer may not see, with the rule in words for people. Absent: none. */
  readonly withheld?: Readonly<Record<string, string>>;
}

/**
 * One non-public field. `shown` and `masked` carry `value`; the others say in `reason` why there is none, in words for
 * people: `removed` was destroyed on the way in, `withheld` is above the viewer, `unreadable` cannot be decrypted
 * (erased, or its key is gone), `uncaptured` was never taken from the page.
 */
export interface JourneyField {
  readonly path: string;
  readonly class: string;
  readonly level: Treatment;
  readonly state: "shown" | "masked" | "withheld" | "removed" | "unreadable" | "uncaptured";
  readonly value?: unknown;
  readonly reason: string;
  /** Whether it is shown by a reveal and would not be otherwise. */
  readonly revealed?: true;
}

/** `POST /v1/query/trends`. */
export interface TrendsQuery {
  readonly site: string;
  readonly from: number;
  readonly to: number;
  readonly interval: "minute" | "hour" | "day";
  readonly measure: "events" | "subjects" | "sessions";
  readonly by?: "type" | "page" | "form" | "field" | "class" | "name" | "country" | "language" | "source" | "referrer";
  readonly type?: string;
  /** Without: generated journeys count too. */
  readonly generated?: boolean;
}

export interface TrendsAnswer {
  /** Start of each interval, milliseconds, without gaps. */
  readonly times: readonly number[];
  /** Largest first, at most 12, then `other`. One series named `all` without `by`. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[]; readonly total: number }[];
  readonly total: number;
  readonly coarse?: Coarse;
}

/** `POST /v1/query/loss {site, from, to}`. */
export interface LossAnswer {
  readonly expected: number;
  readonly arrived: number;
  readonly lost: number;
  /** lost / expected, 0 where nothing is expected. */
  readonly share: number;
  readonly days: readonly {
    readonly day: string;
    readonly streams: number;
    readonly expected: number;
    readonly arrived: number;
  }[];
  /** Refused records by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly coarse?: Coarse;
}

/** `POST /v1/lookups`: the subjects that a value was stored for. */
export interface LookupQuery {
  readonly site: string;
  readonly class: "email" | "phone" | "user-id";
  readonly value: string;
  /** ISO 3166-1 alpha-2, for a telephone number that is written without its country code. */
  readonly country?: string;
}

export interface LookupAnswer {
  readonly site: string;
  readonly class: string;
  /** Newest first. Anyone may have typed the value: it need not be theirs. */
  readonly matches: readonly {
    /** Hex of the subject's 16 bytes. */
    readonly subject: string;
    /** When an event with the value was first received, milliseconds since 1970. */
    readonly first: number;
    /** `YYYY-MM`, UTC, in which one was last received. */
    readonly month: string;
    /** Rows that the event store holds of the subject; null where it was not asked or does not answer. */
    readonly events: number | null;
  }[];
}

/** How far an erasure has come: keys are destroyed at once, rows follow, then the files that held them. */
export type ErasureState = "keys-destroyed" | "rows-removed" | "complete";

/** `POST /v1/erasures {site, subject, lookup?}`, `GET /v1/erasures/:id`. Times are milliseconds since 1970. */
export interface ErasureAnswer {
  readonly id: string;
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly state: ErasureState;
  readonly erased: number;
  readonly by: { readonly kind: "person" | "token" | "operator"; readonly id: string };
  /** Keys that were destroyed. */
  readonly keys: number;
  /** Rows that the event store held; null until it was asked. */
  readonly rows: number | null;
  readonly removed: number | null;
  readonly overwritten: number | null;
  /**
   * A compact JWS, to be checked with the receipt key (docs/erasure.md); null from a process that does not hold that key:
   * one that does signs it later.
   */
  readonly receipt: string | null;
}

/** `GET /v1/erasures?site=`: newest first, at most 200. */
export interface ErasureList {
  readonly erasures: readonly ErasureAnswer[];
}

/** `GET /v1/receipt-key`: the public key that receipts are checked with (RFC 8037). */
export interface ReceiptKeyAnswer {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
}

/** `GET /v1/live?site=` (text/event-stream): one `committed` message at most every 500 ms while events arrive. */
export interface LiveMessage {
  readonly at: number;
  readonly events: number;
  readonly types: Readonly<Record<string, number>>;
}
