import { PLACE_CODE } from "../../policy/place-code.js";
import type { ProblemCode } from "../problem.js";
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
  text,
  VIEWER,
} from "./pieces.js";

const name = (of: string) => parameter("query", of, { type: "string", maxLength: 256 });
const country = parameter("query", "country", { type: "string", pattern: PLACE_CODE.source });
const version = (of: string) => parameter("query", of, { type: "integer", minimum: 1 }, true);
const viewer = parameter(
  ...(["query", "viewer", { type: "string", pattern: "^[A-Za-z0-9_-]{1,64}$" }, false] as const),
  "A clearance, or the id of a person or token",
);
const SENT: ProblemCode[] = [
  ...(["not-cleared", "signed-out", "invalid", "cross-site", "content-type", "too-large", "unavailable"] as const),
];

/** The policy in force, and its versions. */
export function policyPaths(): Json {
  return {
    "/v1/policy": {
      get: operation("What the policy in force makes of each class, for a site's visitors in one place", {
        security: SIGNED_IN,
        parameters: [site("query"), country],
        responses: { 200: answer("The matrix", json("PolicyAnswer")), ...problems("not-cleared", ...VIEWER) },
      }),
      post: operation("Put another policy in force, for the next event and question", {
        security: SIGNED_IN,
        requestBody: body("ApplyPolicy"),
        responses: {
          201: answer("What it decides otherwise", json("PolicyChanges")),
          ...problems("exists", ...SENT),
        },
      }),
    },
    "/v1/policy/check": {
      post: operation("What a policy file would change, or its first fault; nothing is applied", {
        security: SIGNED_IN,
        requestBody: body("PolicySource"),
        responses: { 200: answer("Changes or a fault", json("PolicyChecked")), ...problems(...SENT) },
      }),
    },
    "/v1/policy/explain": {
      get: operation("Which rule decides on a value, step by step", {
        security: SIGNED_IN,
        parameters: [
          site("query"),
          ...["form", "field", "property", "trait", "event", "class"].map(name),
          country,
          viewer,
        ],
        responses: {
          200: answer("The steps", json("PolicyExplained")),
          ...problems("not-cleared", "not-found", ...VIEWER),
        },
      }),
    },
    "/v1/policy/versions": {
      get: operation("Versions of the policy, newest first: the first is in force", {
        security: SIGNED_IN,
        responses: {
          200: answer("They", json("PolicyVersions")),
          ...problems("not-cleared", "signed-out", "unavailable"),
        },
      }),
    },
    "/v1/policy/changes": {
      get: operation("What one version decides otherwise than another", {
        security: SIGNED_IN,
        parameters: [version("from"), version("to")],
        responses: {
          200: answer("Differences", json("PolicyChanges")),
          ...problems("not-cleared", "not-found", "signed-out", "invalid", "unavailable"),
        },
      }),
    },
    "/policy.schema.json": {
      get: operation("The JSON Schema of policy files", {
        responses: { 200: answer("JSON Schema 2020-12", text("application/schema+json")) },
      }),
    },
  };
}
