import type { Problem } from "../api.js";

/** An error that a route names itself, by its code in the table below. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  constructor(
    readonly fault: ProblemCode,
    /** For people: names what was wrong and never repeats a value. */
    message?: string,
    readonly retryAfter?: number,
  ) {
    super(message ?? PROBLEMS[fault][1]);
  }
}

/** Every answer that is an error, by its stable code: status and title. docs and /openapi.json are held to it. */
export const PROBLEMS = {
  malformed: [400, "The body is not a run of envelopes"],
  invalid: [400, "The request is not valid"],
  aborted: [400, "The request ended before its body did"],
  "signed-out": [401, "Nobody is signed in"],
  "bad-credentials": [401, "E-mail or password is wrong"],
  origin: [403, "This origin may not send for the site"],
  "cross-site": [403, "The request comes from another site"],
  forbidden: [403, "Not from here"],
  "not-cleared": [403, "Your clearance does not reach this"],
  "unknown-site": [404, "There is no such site"],
  "unknown-subject": [404, "There is no such journey"],
  "not-found": [404, "There is nothing here"],
  method: [405, "This address does not take that method"],
  timeout: [408, "The body took too long"],
  held: [409, "The subject is under legal hold"],
  exists: [409, "There is one already"],
  conflict: [409, "That cannot be done now"],
  erased: [410, "The subject was erased"],
  "reveal-ended": [410, "The reveal has ended"],
  "link-used": [410, "The link was used or has expired"],
  "too-large": [413, "The body is too large"],
  "content-type": [415, "The body's type or encoding is not accepted"],
  "impossible-clearance": [422, "Nobody may be cleared like that"],
  "personal-value": [422, "A note must hold no personal value"],
  "weak-password": [422, "The password is too easy to guess"],
  "too-heavy": [422, "The question is too heavy: ask about less"],
  "slow-down": [429, "Too many requests"],
  "headers-too-large": [431, "The headers are too large"],
  internal: [500, "Something went wrong here"],
  unavailable: [503, "Not now: try again soon"],
  "engine-unavailable": [503, "The event store is starting or down: try again soon"],
  busy: [503, "Too much at once: try again soon"],
  stopping: [503, "The collector is stopping"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

const EXPORT_FAULTS: Readonly<Record<string, ProblemCode>> = {
  ...{ unknown: "unknown-subject", erased: "erased", busy: "busy", revoked: "not-cleared" },
};
const REQUEST_FAULTS: Readonly<Record<string, ProblemCode>> = {
  ...{ missing: "not-found", "unknown-subject": "unknown-subject", state: "conflict", changed: "conflict" },
  ...{ personal: "personal-value", "not-held": "not-cleared" },
};

const ADMIN_FAULTS: Readonly<Record<string, ProblemCode>> = {
  ...{ exists: "exists", missing: "not-found", impossible: "impossible-clearance", unreachable: "unavailable" },
};
const REVEAL_FAULTS: Readonly<Record<string, ProblemCode>> = {
  ...{ missing: "not-found", "unknown-subject": "unknown-subject", invalid: "invalid", personal: "personal-value" },
  ...{ state: "conflict", "not-yours": "not-cleared", spent: "reveal-ended" },
};

/** The one table from an error's class and code to an answer's code. Classes are told by name: a host app may hold two copies. */
const BY_CLASS: Readonly<Record<string, ProblemCode | ((fault: string) => ProblemCode)>> = {
  EnvelopeError: (fault) => (fault === "too-large" || fault === "too-many-records" ? "too-large" : "malformed"),
  UnknownSite: "unknown-site",
  NotVisible: "unknown-site",
  AdminError: (fault) => ADMIN_FAULTS[fault] ?? "invalid",
  NotCleared: "not-cleared",
  ImpossibleClearance: "impossible-clearance",
  QuarantineFault: (fault) => (fault === "missing" ? "not-found" : "not-cleared"),
  RevealError: (fault) => REVEAL_FAULTS[fault] ?? "conflict",
  OriginRefused: "origin",
  UnknownSubject: "unknown-subject",
  BadCursor: "invalid",
  BadQuestion: "invalid",
  CatalogError: (fault) => (fault === "exists" || fault === "held" ? fault : "unavailable"),
  EventStoreError: (fault) =>
    fault === "too-heavy" ? "too-heavy" : fault === "unavailable" ? "engine-unavailable" : "internal",
  KeyringError: "unavailable",
  KeySetUnsigned: "unavailable",
  ExportError: (fault) => EXPORT_FAULTS[fault] ?? "unavailable",
  RequestFault: (fault) => REQUEST_FAULTS[fault] ?? "invalid",
  LookupError: (fault) => (fault === "slow-down" ? "slow-down" : fault === "not-held" ? "forbidden" : "invalid"),
  AccessError: (fault) => fault as ProblemCode,
  RequestError: (fault) => fault as ProblemCode,
};

/** What body-parser and the router themselves throw, by `type` or status. */
const BY_TYPE: Readonly<Record<string, ProblemCode>> = {
  "entity.parse.failed": "invalid",
  "entity.too.large": "too-large",
  "encoding.unsupported": "content-type",
  "charset.unsupported": "content-type",
  "request.aborted": "aborted",
  "request.size.invalid": "aborted",
};

/** Codes whose message was written for whoever asked. Any other error's message may tell of the inside, and stays there. */
const TOLD = new Set<string>([
  "EnvelopeError",
  "AccessError",
  "AdminError",
  "NotCleared",
  "ImpossibleClearance",
  "QuarantineFault",
  "RevealError",
  "LookupError",
  "RequestError",
  "ExportError",
  "RequestFault",
  "BadCursor",
  "BadQuestion",
  "UnknownSubject",
]);

export interface ProblemAnswer {
  readonly problem: Problem;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter: number | null;
}

/** @returns What `error` is answered with. Never throws. */
export function problemOf(error: unknown): ProblemAnswer {
  const { name, fault, type, status, message, retryAfter } = (error ?? {}) as Record<string, unknown>;
  const byClass = typeof name === "string" && Object.hasOwn(BY_CLASS, name) ? BY_CLASS[name] : undefined;
  const code: ProblemCode =
    byClass !== undefined
      ? typeof byClass === "string"
        ? byClass
        : byClass(String(fault))
      : typeof type === "string" && Object.hasOwn(BY_TYPE, type)
        ? (BY_TYPE[type] ?? "internal")
        : status === 400
          ? "invalid"
          : "internal";
  const [answer, title] = PROBLEMS[code];
  const told = typeof message === "string" && TOLD.has(String(name)) && message !== title;
  return {
    problem: {
      type: `urn:wayseal:problem:${code}`,
      title,
      status: answer,
      code,
      ...(told && { detail: message }),
    },
    retryAfter: answer === 503 || answer === 429 ? (typeof retryAfter === "number" ? retryAfter : 2) : null,
  };
}
