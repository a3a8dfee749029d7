import { AUDIT_ACTIONS } from "../../ports/audit.js";
import { answer, type Json, json, operation, parameter, problems, SIGNED_IN, VIEWER, whole } from "./pieces.js";
import { count, flag, hex, list, object, ref, type Schema, siteId, text, time } from "./shapes.js";

const READ = ["not-cleared", ...VIEWER] as const;
const nothing = { type: "null" };
const maybe = (schema: Schema): Schema => ({ anyOf: [schema, nothing] });

/** The audit log. */
export function auditPaths(): Json {
  return {
    "/v1/audit": {
      get: operation("Who did what, newest first: ids only, and nobody's values. Takes the right read-audit", {
        security: SIGNED_IN,
        parameters: [
          parameter("query", "actor", text, false, "Id of a person or token, or `local` for the operator"),
          parameter("query", "action", { enum: AUDIT_ACTIONS }),
          parameter("query", "site", siteId),
          parameter("query", "subject", hex),
          whole("from", "Milliseconds since 1970"),
          whole("to", "Milliseconds since 1970"),
          whole("before", "Entries below this number: `next` of the page before"),
          whole("limit", "1 to 500"),
        ],
        responses: { 200: answer("A page of it", json("AuditList")), ...problems(...READ) },
      }),
    },
    "/v1/audit/entries/{seq}": {
      get: operation("One entry in its chain, and what signs it", {
        security: SIGNED_IN,
        parameters: [parameter("path", "seq", { type: "integer", minimum: 1 })],
        responses: { 200: answer("It", json("AuditEntryShown")), ...problems("not-found", ...READ) },
      }),
    },
    "/v1/audit/status": {
      get: operation("How the log stands: signed up to where, and what its witness was told", {
        security: SIGNED_IN,
        responses: { 200: answer("It", json("AuditStatus")), ...problems(...READ) },
      }),
    },
    "/v1/audit/verify": {
      post: operation("Check the log from its beginning", {
        security: SIGNED_IN,
        responses: {
          200: answer("The first broken place, or none. Asked for lines, it tells how far it has come", {
            ...json("AuditVerified"),
            "application/x-ndjson": { schema: ref("AuditVerifying") },
          }),
          ...problems("cross-site", ...READ),
        },
      }),
    },
    "/v1/audit/checkpoints": {
      post: operation("Have the log signed now, and its witness told. Takes the right keep-audit", {
        security: SIGNED_IN,
        responses: {
          201: answer("The signature, to be kept apart from here", json("AuditSigned")),
          ...problems("cross-site", ...READ),
        },
      }),
    },
    "/v1/audit/bundle": {
      get: operation(
        "All of the log, with what verifies it away from here. Takes the right keep-audit and every site",
        {
          security: SIGNED_IN,
          responses: {
            200: answer("A zip file", { "application/zip": { schema: { type: "string", format: "binary" } } }),
            ...problems(...READ),
          },
        },
      ),
    },
  };
}

const signed = maybe(object({ seq: count, at: time, kid: text }));

export const AUDIT_SCHEMAS: Readonly<Record<string, Schema>> = {
  AuditEntryAnswer: object(
    {
      ...{ seq: count, hash: text, at: time, actor: text, action: { enum: AUDIT_ACTIONS } },
      kind: { enum: ["person", "token", "operator", "system"] },
      ...{ site: siteId, subject: hex, classes: list(text), policy: count, purpose: text },
      detail: { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } },
    },
    ["site", "subject", "classes", "policy", "purpose", "detail"],
  ),
  AuditList: object({
    entries: list(ref("AuditEntryAnswer")),
    next: maybe(count),
    names: { type: "object", additionalProperties: text },
    actions: list(text),
  }),
  AuditEntryShown: object({
    ...{ entry: ref("AuditEntryAnswer"), body: text, previous: maybe(text), signed },
    names: { type: "object", additionalProperties: text },
  }),
  AuditStatus: object({
    ...{ last: count, unsigned: count },
    signed,
    witness: maybe(object({ kind: { enum: ["file", "http"] }, lag: count, failing: maybe(time) })),
    actors: list(object({ id: text, name: text, kind: { enum: ["person", "token"] } })),
    ...{ keeps: flag, bundle: flag },
  }),
  AuditSigned: object({ seq: count, at: time, hash: text, kid: text, signature: text }),
  AuditVerifying: {
    oneOf: [object({ entries: count, of: count }), object({ result: ref("AuditVerified") })],
  },
  AuditVerified: object({
    broken: maybe(object({ seq: count, why: text })),
    ...{ entries: count, first: count, last: count, checkpoints: count, signed: count, kid: text },
    restored: list(object({ seq: count, at: time, lost: maybe(count) })),
    ...{ witnessed: maybe(count), lag: maybe(count) },
  }),
};
