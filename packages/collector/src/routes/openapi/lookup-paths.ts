import { answer, body, type Json, json, operation, problems, SIGNED_IN, VIEWER } from "./pieces.js";

/** Finding subjects by a value of theirs. */
export function lookupPaths(): Json {
  return {
    "/v1/lookups": {
      post: operation("Find the subjects that an e-mail address, telephone number or customer's id was stored for", {
        security: SIGNED_IN,
        requestBody: body("Lookup"),
        responses: {
          200: answer("Newest first", json("LookupAnswer")),
          ...problems("not-cleared", "forbidden", "cross-site", "content-type", "too-large", "slow-down", ...VIEWER),
        },
      }),
    },
  };
}
