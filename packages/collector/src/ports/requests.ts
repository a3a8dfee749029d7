import type { Actor } from "./erasures.js";

export const REQUEST_KINDS = ["access", "erasure", "rectification", "objection"] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Received, then the person's identity is checked, then it is worked on, then it is done; refused at any time before. */
export const REQUEST_STATES = ["received", "identity-checked", "in-work", "done", "refused"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** A person's request under a data protection law. It names nobody but by the subject's random id. */
export interface SubjectRequest {
  /** 16 random bytes, base64url. */
  readonly id: string;
  readonly site: string;
  readonly kind: RequestKind;
  /** Id of the law that sets the dates (requests/jurisdictions.ts). */
  readonly jurisdiction: string;
  readonly received: number;
  /** `YYYY-MM-DD`, UTC: the last day for an answer, extension included. */
  readonly due: string;
  /** The last day to confirm receipt, where the law asks for that. */
  readonly confirmBy: string | null;
  readonly confirmed: number | null;
  readonly extended: number | null;
  readonly state: RequestState;
  /** 16 bytes; null until it is known whose events are meant. */
  readonly subject: Buffer | null;
  /** Id of the person who handles it. */
  readonly handler: string | null;
  /** How the person is reached, sealed; null where there is none, and once the request is closed. */
  readonly contact: Buffer | null;
  readonly closed: number | null;
  /** Grows by one with each step: who changes it says which they saw. */
  readonly version: number;
}

export const REQUEST_ACTIONS = [
  "received",
  "confirmed",
  "identity-checked",
  "started",
  "assigned",
  "linked",
  "extended",
  "noted",
  "exported",
  "erased",
  "done",
  "refused",
] as const;
export type RequestAction = (typeof REQUEST_ACTIONS)[number];

/** One thing that was done about a request. Never changed, never removed. */
export interface RequestStep {
  readonly request: string;
  readonly at: number;
  readonly by: Actor;
  readonly action: RequestAction;
  /** For people; holds no personal value. */
  readonly note: string | null;
  /** Id of the export or erasure that it led to, or of the person it was assigned to. */
  readonly ref: string | null;
}

export type RequestChange = Partial<
  Pick<SubjectRequest, "due" | "confirmed" | "extended" | "state" | "subject" | "handler" | "contact" | "closed">
>;

export interface RequestCatalog {
  addRequest(request: SubjectRequest, step: RequestStep): Promise<void>;
  /** Soonest due first. `open`: neither done nor refused. */
  requests(site: string, open: boolean, limit: number): Promise<readonly SubjectRequest[]>;
  request(id: string): Promise<SubjectRequest | null>;
  /** Oldest first. */
  requestSteps(id: string): Promise<readonly RequestStep[]>;
  /**
   * Changes a request and adds the step in one transaction.
   *
   * @returns False, and changes nothing, if the request has another version by now.
   */
  changeRequest(id: string, version: number, change: RequestChange, step: RequestStep): Promise<boolean>;
}
