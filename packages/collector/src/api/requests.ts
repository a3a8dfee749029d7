/** The JSON of exports and of people's requests (see api.ts). */
import type { Level } from "@wayseal/protocol";

/** `POST /v1/exports {site, subject, clearance?}`, `GET /v1/exports/:id`; its archive is at `/v1/exports/:id/archive`. */
export interface ExportAnswer {
  readonly id: string;
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly clearance: Level;
  readonly state: "running" | "ready" | "failed";
  readonly made: number;
  /** Events written so far, and how many there were at the start. */
  readonly events: number;
  readonly total: number;
  /** Whether everything stands in it in full; null until it is ready. */
  readonly complete: boolean | null;
  readonly bytes: number | null;
  /** When it can be fetched no more. */
  readonly expires: number | null;
  /** Why it failed, in words for people. */
  readonly reason: string | null;
}

export type RequestKind = "access" | "erasure" | "rectification" | "objection";
export type RequestState = "received" | "identity-checked" | "in-work" | "done" | "refused";

/** A person's request under a data protection law. Days are `YYYY-MM-DD`, UTC; times are milliseconds since 1970. */
export interface RequestAnswer {
  readonly id: string;
  readonly site: string;
  readonly kind: RequestKind;
  readonly jurisdiction: string;
  /** Where its dates come from. */
  readonly source: string;
  readonly received: number;
  readonly due: string;
  readonly overdue: boolean;
  /** The last day to confirm receipt, where the law asks for that. */
  readonly confirmBy: string | null;
  readonly confirmed: number | null;
  readonly extended: number | null;
  /** Whether it may still be extended. */
  readonly extendable: boolean;
  readonly state: RequestState;
  /** Hex of the subject's 16 bytes; null until it is known whose events are meant. */
  readonly subject: string | null;
  /** Id of the person who handles it. */
  readonly handler: string | null;
  /** How the person is reached; gone once the request is closed. */
  readonly contact: string | null;
  readonly closed: number | null;
  /** What was done, oldest first. Empty in lists. */
  readonly steps: readonly RequestStepAnswer[];
}

export interface RequestStepAnswer {
  readonly at: number;
  readonly by: { readonly kind: "person" | "token" | "operator"; readonly id: string; readonly name: string | null };
  readonly action: string;
  readonly note: string | null;
  /** Id of the export or erasure that it led to, or of the person it was assigned to. */
  readonly ref: string | null;
}

/** `GET /v1/requests?site=&closed=`: soonest due first, at most 500; with `closed=true` those that are closed too. */
export interface RequestList {
  readonly requests: readonly RequestAnswer[];
  readonly jurisdictions: readonly JurisdictionAnswer[];
  /** Who may handle requests of the site. */
  readonly handlers: readonly { readonly id: string; readonly name: string }[];
}

export interface JurisdictionAnswer {
  readonly id: string;
  readonly name: string;
  readonly kinds: readonly RequestKind[];
}
