import { answer, body, type Json, json, operation, parameter, problems, SIGNED_IN, SITE_ID, VIEWER } from "./pieces.js";

const id = parameter("path", "id", { type: "string", pattern: "^[A-Za-z0-9_-]{22}$" });

/** Legal holds. */
export function holdPaths(): Json {
  return {
    "/v1/holds": {
      get: operation("Legal holds of a site, or of all your sites, newest first", {
        security: SIGNED_IN,
        parameters: [
          parameter("query", "site", SITE_ID, false, "Of one site. Without it: of all that you may see"),
          parameter("query", "all", { enum: ["true", "false"] }, false, "Those that were released too"),
        ],
        responses: { 200: answer("They", json("HoldList")), ...problems("not-cleared", ...VIEWER) },
      }),
      post: operation("Put a subject under legal hold: it is neither erased nor purged until the hold is released", {
        security: SIGNED_IN,
        requestBody: body("AddHold"),
        responses: {
          201: answer("It is held", json("HoldAnswer")),
          ...problems("not-cleared", "unknown-subject", "cross-site", "content-type", "too-large", ...VIEWER),
        },
      }),
    },
    "/v1/holds/{id}": {
      get: operation("One hold", {
        security: SIGNED_IN,
        parameters: [id],
        responses: { 200: answer("It", json("HoldAnswer")), ...problems("not-cleared", "not-found", ...VIEWER) },
      }),
      delete: operation("Release a hold. Its record stays; what has expired goes with the next purge", {
        security: SIGNED_IN,
        parameters: [id],
        responses: {
          200: answer("It, released", json("HoldAnswer")),
          ...problems("not-cleared", "not-found", "cross-site", ...VIEWER),
        },
      }),
    },
  };
}
