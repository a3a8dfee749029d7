import { answer, body, type Json, json, operation, parameter, problems, SIGNED_IN, site, VIEWER } from "./pieces.js";

const id = parameter("path", "id", { type: "string", pattern: "^[A-Za-z0-9_-]{22}$" });
const SENT = ["cross-site", "content-type", "too-large"] as const;
const EXPORT = ["unknown-subject", "erased", "busy", "engine-unavailable", "too-heavy"] as const;

/** Exports, the queue of people's requests, and keys. */
export function requestPaths(): Json {
  return {
    "/v1/exports": {
      post: operation("Make an archive of what is held about a subject, in the background", {
        security: SIGNED_IN,
        requestBody: body("StartExport"),
        responses: {
          202: answer("It is being made", json("ExportAnswer")),
          ...problems("not-cleared", ...EXPORT, ...SENT, ...VIEWER),
        },
      }),
    },
    "/v1/exports/{id}": {
      get: operation("How far an export of the viewer's own has come", {
        security: SIGNED_IN,
        parameters: [id],
        responses: { 200: answer("It", json("ExportAnswer")), ...problems("not-found", ...VIEWER) },
      }),
    },
    "/v1/exports/{id}/archive": {
      get: operation("The archive, for an hour and for whoever asked for it", {
        security: SIGNED_IN,
        parameters: [id],
        responses: {
          200: answer("A zip file: docs/export.md", { "application/zip": {} }),
          ...problems("not-found", "erased", ...VIEWER),
        },
      }),
    },
    "/v1/keys": {
      get: operation("What keys there are for a site, how old they are, and what depends on them", {
        security: SIGNED_IN,
        parameters: [site("query")],
        responses: { 200: answer("Never a private half", json("KeysAnswer")), ...problems("not-cleared", ...VIEWER) },
      }),
    },
    "/v1/requests": {
      get: operation("People's requests, soonest due first", {
        security: SIGNED_IN,
        parameters: [
          site("query"),
          parameter("query", "closed", { enum: ["true", "false"] }, false, "Closed ones too"),
        ],
        responses: { 200: answer("At most 500", json("RequestList")), ...problems("not-cleared", ...VIEWER) },
      }),
      post: operation("Take a request into the queue", {
        security: SIGNED_IN,
        requestBody: body("NewRequest"),
        responses: {
          201: answer("It, with its dates", json("RequestAnswer")),
          ...problems("not-cleared", "unknown-subject", "personal-value", ...SENT, ...VIEWER),
        },
      }),
    },
    "/v1/requests/{id}": {
      get: operation("One request with all that was done about it", {
        security: SIGNED_IN,
        parameters: [id],
        responses: { 200: answer("It", json("RequestAnswer")), ...problems("not-cleared", "not-found", ...VIEWER) },
      }),
    },
    "/v1/requests/{id}/moves": {
      post: operation("Do a step of a request", {
        security: SIGNED_IN,
        parameters: [id],
        requestBody: body("RequestMove"),
        responses: {
          200: answer("The request as it is then", json("RequestAnswer")),
          ...problems("not-cleared", "not-found", "unknown-subject", "conflict", "personal-value", ...SENT, ...VIEWER),
        },
      }),
    },
    "/v1/requests/{id}/exports": {
      post: operation("Export its subject, and note it in its history", {
        security: SIGNED_IN,
        parameters: [id],
        responses: {
          202: answer("It is being made", json("ExportAnswer")),
          ...problems("not-cleared", "not-found", "conflict", "cross-site", ...EXPORT, ...VIEWER),
        },
      }),
    },
    "/v1/requests/{id}/erasures": {
      post: operation("Erase its subject, and note it in its history. It cannot be undone", {
        security: SIGNED_IN,
        parameters: [id],
        responses: {
          201: answer("The keys are gone", json("ErasureAnswer")),
          ...problems("not-cleared", "not-found", "unknown-subject", "held", "conflict", "cross-site", ...VIEWER),
        },
      }),
    },
  };
}
