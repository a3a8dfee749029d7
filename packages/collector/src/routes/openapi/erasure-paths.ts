import { answer, body, type Json, json, operation, parameter, problems, SIGNED_IN, site, VIEWER } from "./pieces.js";

/** Erasures and what they are checked with. */
export function erasurePaths(): Json {
  return {
    "/v1/erasures": {
      get: operation("Erasures of a site, newest first", {
        security: SIGNED_IN,
        parameters: [site("query")],
        responses: { 200: answer("At most 200", json("ErasureList")), ...problems("not-cleared", ...VIEWER) },
      }),
      post: operation("Erase a subject: its keys at once, its rows soon after. It cannot be undone", {
        security: SIGNED_IN,
        requestBody: body("EraseSubject"),
        responses: {
          201: answer("The keys are gone", json("ErasureAnswer")),
          ...problems("not-cleared", "unknown-subject", "held", "cross-site", "content-type", "too-large", ...VIEWER),
        },
      }),
    },
    "/v1/erasures/{id}": {
      get: operation("How far an erasure has come, with a receipt for it", {
        security: SIGNED_IN,
        parameters: [parameter("path", "id", { type: "string", pattern: "^[A-Za-z0-9_-]{22}$" })],
        responses: { 200: answer("It", json("ErasureAnswer")), ...problems("not-cleared", "not-found", ...VIEWER) },
      }),
    },
    "/v1/receipt-key": {
      get: operation("The public key that receipts are checked with", {
        security: SIGNED_IN,
        responses: { 200: answer("A JWK", json("ReceiptKeyAnswer")), ...problems("signed-out", "unavailable") },
      }),
    },
  };
}
