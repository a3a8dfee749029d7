import { POLICY_SCHEMAS } from "./policy-schemas.js";
import { PREVIEW_SCHEMAS } from "./preview-schemas.js";
import { QUARANTINE_SCHEMAS } from "./quarantine-schemas.js";
import { AUDIT_SCHEMAS } from "./audit-paths.js";
import { TOKEN_SCHEMAS } from "./token-paths.js";
import { KEY_SCHEMAS } from "./key-schemas.js";
import { REQUEST_SCHEMAS } from "./request-schemas.js";
import { REVEAL_SCHEMAS } from "./reveal-schemas.js";
import {
  type Schema,
  text,
  whole,
  count,
  flag,
  time,
  share,
  next,
  hex,
  counts,
  list,
  object,
  closed,
  ref,
  siteId,
  levels,
  sites,
  range,
  purposes,
  rights,
  roles,
} from "./shapes.js";

const coarse: Schema = {
  ...object({ least: count, nearest: count }),
  description: "Counts are rounded to `nearest`, and 0 stands for fewer than `least` people",
};

const withheld: Schema = {
  type: "object",
  description: "Public columns that are there and not shown, by name, each with the rule",
  additionalProperties: text,
};

/** JSON Schema 2020-12 of every answer and body in api.ts, by its type's name. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Problem: object({ type: text, title: text, status: whole, detail: text, code: text }, ["detail"]),
  Rejected: object({
    rejected: list(
      object({
        stream: { type: "string", description: "base64url of the stream's 16-byte id" },
        seq: count,
        reason: { enum: ["unreadable", "refused", "key"] },
      }),
    ),
  }),
  SessionAnswer: object({
    person: object({ id: text, name: text, email: text }),
    clearance: { enum: levels },
    roles: list({ enum: roles }),
    rights: list({ enum: rights }),
    purposes: list({ enum: purposes }),
    sites,
  }),
  SignIn: closed({ email: text, password: { type: "string", format: "password" } }),
  SetPassword: closed({
    secret: { type: "string", description: "What stands behind #/welcome/ in the one-time link" },
    password: { type: "string", format: "password", minLength: 12, maxLength: 128 },
  }),
  SitesAnswer: object({ sites }),
  InstallAnswer: object({
    key: { type: "string", description: "The site's signing key, base64url" },
    version: { type: ["string", "null"] },
    integrity: { type: ["string", "null"], description: "sha384-…" },
  }),
  JourneySummary: object(
    {
      subject: hex,
      first: time,
      last: time,
      events: count,
      sessions: count,
      pages: count,
      entry: text,
      exit: text,
      submitted: count,
      abandoned: count,
      country: text,
      language: text,
      source: text,
      generated: flag,
      withheld,
    },
    ["withheld"],
  ),
  JourneyList: object({ journeys: list(ref("JourneySummary")), next }),
  JourneyField: object(
    {
      path: text,
      class: text,
      level: { enum: [...levels.filter((level) => level !== "public"), "never"] },
      state: { enum: ["shown", "masked", "withheld", "removed", "unreadable", "uncaptured"] },
      value: { description: "Only where shown or masked" },
      reason: text,
      revealed: { const: true, description: "Shown by a reveal, and not otherwise" },
    },
    ["value", "revealed"],
  ),
  JourneyEvent: object(
    {
      stream: text,
      seq: count,
      session: text,
      type: text,
      occurred: time,
      received: time,
      skew: { type: "integer", description: "Milliseconds by which the sender's clock was off" },
      page: text,
      columns: { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } },
      fields: list(ref("JourneyField")),
      policy: whole,
      withheld,
    },
    ["withheld"],
  ),
  Journey: object({
    subject: hex,
    site: siteId,
    summary: ref("JourneySummary"),
    events: list(ref("JourneyEvent")),
    next,
  }),
  TrendsQuery: closed(
    {
      ...range,
      interval: { enum: ["minute", "hour", "day"] },
      measure: { enum: ["events", "subjects", "sessions"] },
      by: { enum: ["type", "page", "form", "field", "class", "name", "country", "language", "source", "referrer"] },
      type: { type: "string", minLength: 1, maxLength: 64 },
      generated: { type: "boolean", description: "Only such journeys; without it both kinds count" },
    },
    ["by", "type", "generated"],
  ),
  TrendsAnswer: object(
    {
      times: list(time),
      series: list(object({ name: text, values: list(count), total: count }), { maxItems: 13 }),
      total: count,
      coarse,
    },
    ["coarse"],
  ),
  LossQuery: closed(range),
  LossAnswer: object(
    {
      expected: count,
      arrived: count,
      lost: count,
      share,
      days: list(object({ day: { type: "string", format: "date" }, streams: count, expected: count, arrived: count })),
      rejected: counts,
      coarse,
    },
    ["coarse"],
  ),
  LiveMessage: object({ at: time, events: count, types: counts }),
  AddHold: closed({
    ...{ site: siteId, subject: hex },
    reason: { type: "string", minLength: 1, maxLength: 500, description: "It must hold no personal value" },
  }),
  HoldAnswer: object(
    {
      id: text,
      site: siteId,
      subject: hex,
      reason: text,
      added: time,
      by: ref("Actor"),
      released: { type: ["integer", "null"] },
      releasedBy: { oneOf: [ref("Actor"), { type: "null" }] },
      resealed: { ...count, description: "Just added: keys that are under the hold's own KEK now" },
      waiting: { ...count, description: "Just added: keys that this process cannot open; their months' KEKs stay" },
    },
    ["resealed", "waiting"],
  ),
  HoldList: object({ holds: list(ref("HoldAnswer")) }),
  Actor: object({ kind: { enum: ["person", "token", "operator"] }, id: text }),
  Lookup: closed(
    {
      site: siteId,
      class: { enum: ["email", "phone", "user-id"] },
      value: { type: "string", minLength: 1, maxLength: 1024 },
      country: { type: "string", pattern: "^[A-Za-z]{2}$", description: "Of a telephone number without country code" },
    },
    ["country"],
  ),
  LookupAnswer: object({
    site: siteId,
    class: text,
    matches: list(
      object({
        subject: hex,
        first: time,
        month: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}$" },
        events: { type: ["integer", "null"], minimum: 0, description: "Null where the event store was not asked" },
      }),
    ),
  }),
  EraseSubject: closed(
    {
      site: siteId,
      subject: hex,
      lookup: { enum: ["email", "phone", "user-id"], description: "What the subject was found by, for the receipt" },
    },
    ["lookup"],
  ),
  ErasureAnswer: object({
    id: text,
    site: siteId,
    subject: hex,
    state: { enum: ["keys-destroyed", "rows-removed", "complete"] },
    erased: time,
    by: object({ kind: { enum: ["person", "token", "operator"] }, id: text }),
    keys: count,
    rows: { type: ["integer", "null"], minimum: 0, description: "Null until the event store was asked" },
    removed: { type: ["integer", "null"], description: "When no query could meet the rows any more" },
    overwritten: { type: ["integer", "null"], description: "When files were written anew without them" },
    receipt: {
      type: ["string", "null"],
      description: "A compact JWS (EdDSA), docs/erasure.md; null where this process does not hold the key for it",
    },
  }),
  ErasureList: object({ erasures: list(ref("ErasureAnswer")) }),
  ReceiptKeyAnswer: object({ kty: { const: "OKP" }, crv: { const: "Ed25519" }, x: text, kid: text }),
  ...REQUEST_SCHEMAS,
  ...REVEAL_SCHEMAS,
  ...KEY_SCHEMAS,
  ...POLICY_SCHEMAS,
  ...PREVIEW_SCHEMAS,
  ...QUARANTINE_SCHEMAS,
  ...AUDIT_SCHEMAS,
  ...TOKEN_SCHEMAS,
  Health: object({ status: { const: "ok" } }),
  Readiness: object({ status: { enum: ["ready", "not ready", "stopping"] }, ingest: flag, queries: flag }),
};
