import { answer, body, type Json, json, operation, parameter, problems, SIGNED_IN } from "./pieces.js";
import { access } from "./reveal-schemas.js";
import { closed, flag, levels, list, object, ref, rights, roles, type Schema, text, time } from "./shapes.js";

const id = parameter("path", "id", { type: "string", pattern: "^[A-Za-z0-9_-]{22}$" });
const SENT = ["not-cleared", "signed-out", "invalid", "cross-site", "unavailable"] as const;

/** Programs' tokens. */
export function tokenPaths(): Json {
  return {
    "/v1/tokens": {
      get: operation("Programs' tokens, newest first, without their secrets", {
        security: SIGNED_IN,
        responses: {
          200: answer("They, and what may be given", json("TokensAnswer")),
          ...problems("not-cleared", "signed-out", "unavailable"),
        },
      }),
      post: operation("Make a token with no more than one's own access. Its secret is shown this once", {
        security: SIGNED_IN,
        requestBody: body("MakeToken"),
        responses: {
          201: answer("Made", json("TokenMade")),
          ...problems("impossible-clearance", "not-found", "content-type", "too-large", ...SENT),
        },
      }),
    },
    "/v1/tokens/{id}": {
      delete: operation("Revoke a token, from its next request on", {
        security: SIGNED_IN,
        parameters: [id],
        responses: { 200: answer("It, revoked", json("TokenAnswer")), ...problems("not-found", ...SENT) },
      }),
    },
  };
}

const ends: Schema = { type: ["integer", "null"], description: "Milliseconds since 1970; null: never" };

export const TOKEN_SCHEMAS: Readonly<Record<string, Schema>> = {
  TokenAnswer: object({
    ...{ id: text, name: text, created: time, expires: ends, revoked: flag, ...access },
    may: list({ enum: rights }, { description: "Everything that it may do" }),
    ...{ expired: flag, revocable: flag },
  }),
  TokensAnswer: object({
    tokens: list(ref("TokenAnswer")),
    roles: list(
      object({ name: { enum: roles }, about: text, rights: list({ enum: rights }), clearance: { enum: levels } }),
    ),
    rights: list(object({ name: { enum: rights }, about: text })),
  }),
  TokenMade: object({ token: ref("TokenAnswer"), secret: { type: "string", description: "ws_…, shown this once" } }),
  MakeToken: closed(
    { name: text, days: { type: ["integer", "null"], minimum: 1, maximum: 3650 }, ...access },
    Object.keys(access).filter((name) => name !== "sites"),
  ),
};
