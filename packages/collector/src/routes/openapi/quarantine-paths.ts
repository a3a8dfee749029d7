import { REJECT_REASONS } from "@wayseal/protocol";
import {
  answer,
  body,
  type Json,
  json,
  operation,
  parameter,
  problems,
  SIGNED_IN,
  site,
  VIEWER,
  whole,
} from "./pieces.js";

const record = parameter("path", "record", { type: "integer", minimum: 1 });
const reason = parameter("query", "reason", { enum: Object.keys(REJECT_REASONS) }, false, "Refused as this only");

/** Records that were refused and wait. */
export function quarantinePaths(): Json {
  const act = (summary: string, name: string) => ({
    post: operation(summary, {
      security: SIGNED_IN,
      requestBody: body("QuarantineChoice"),
      responses: {
        200: answer("What became of them", json(name)),
        ...problems("not-cleared", "cross-site", "content-type", "too-large", ...VIEWER),
      },
    }),
  });
  return {
    "/v1/quarantine": {
      get: operation("What was refused and waits of a site, newest first, and how much of it by reason", {
        security: SIGNED_IN,
        parameters: [site("query"), reason, whole("before", "`next` of the page before")],
        responses: { 200: answer("They", json("QuarantineList")), ...problems("not-cleared", ...VIEWER) },
      }),
    },
    "/v1/quarantine/{record}": {
      get: operation("One record's shape: of values no more than their kind", {
        security: SIGNED_IN,
        parameters: [record, site("query")],
        responses: {
          200: answer("It", json("QuarantinedContent")),
          ...problems("not-cleared", "not-found", ...VIEWER),
        },
      }),
    },
    "/v1/quarantine/replay": act(
      "Take records in under the policy and the settings of now; what is still refused waits on",
      "QuarantineReplayed",
    ),
    "/v1/quarantine/drop": act("Remove records for good", "QuarantineDropped"),
  };
}
