import type { ProblemCode } from "../problem.js";
import { answer, body, type Json, json, operation, parameter, problems, SIGNED_IN, site, VIEWER } from "./pieces.js";

const id = parameter("path", "id", { type: "string", pattern: "^[A-Za-z0-9_-]{22}$" });
const SENT: ProblemCode[] = ["not-cleared", "cross-site", "content-type", "too-large", ...VIEWER];
const DECIDED: ProblemCode[] = ["not-found", "conflict", ...SENT];

/** Reveals, and the people who may ask for and approve them. */
export function revealPaths(): Json {
  const decide = (summary: string, name: string) => ({
    post: operation(summary, {
      security: SIGNED_IN,
      parameters: [id],
      requestBody: body(name),
      responses: { 200: answer("It", json("RevealAnswer")), ...problems("personal-value", ...DECIDED) },
    }),
  });
  return {
    "/v1/reveals": {
      get: operation("One's own reveals, or for whoever approves all of a site; the latest first", {
        security: SIGNED_IN,
        parameters: [site("query")],
        responses: { 200: answer("They", json("RevealList")), ...problems("not-cleared", ...VIEWER) },
      }),
      post: operation("Ask to see named classes of one subject", {
        security: SIGNED_IN,
        requestBody: body("AskReveal"),
        responses: {
          201: answer("It waits for a second person", json("RevealAnswer")),
          ...problems("unknown-subject", "personal-value", ...SENT),
        },
      }),
    },
    "/v1/reveals/{id}": {
      get: operation("One reveal", {
        security: SIGNED_IN,
        parameters: [id],
        responses: { 200: answer("It", json("RevealAnswer")), ...problems("not-cleared", "not-found", ...VIEWER) },
      }),
      delete: operation("Revoke it, or take back what was asked", {
        security: SIGNED_IN,
        parameters: [id],
        responses: {
          200: answer("It, revoked", json("RevealAnswer")),
          ...problems("not-cleared", "not-found", "conflict", "cross-site", ...VIEWER),
        },
      }),
    },
    "/v1/reveals/{id}/approval": decide("Approve it, as asked for or for less; never one's own", "ApproveReveal"),
    "/v1/reveals/{id}/refusal": decide("Refuse it, saying why", "RefuseReveal"),
    "/v1/people": {
      get: operation("People, and what they may do and see", {
        security: SIGNED_IN,
        responses: { 200: answer("They", json("PeopleAnswer")), ...problems("not-cleared", ...VIEWER) },
      }),
      post: operation("Add a person, and get the one-time link with which they set a password", {
        security: SIGNED_IN,
        requestBody: body("AddPerson"),
        responses: {
          201: answer("Added", json("PersonInvitedAnswer")),
          ...problems("exists", "not-found", "impossible-clearance", ...SENT),
        },
      }),
    },
    "/v1/people/{id}": {
      post: operation("Change what somebody else may do and see, or disable them: from their next request on", {
        security: SIGNED_IN,
        parameters: [id],
        requestBody: body("ChangePerson"),
        responses: {
          200: answer("Changed", json("PersonAnswer")),
          ...problems("not-found", "impossible-clearance", ...SENT),
        },
      }),
    },
    "/v1/people/{id}/link": {
      post: operation("End a person's password and sessions, and get a one-time link for a new one", {
        security: SIGNED_IN,
        parameters: [id],
        responses: {
          201: answer("A link", json("PersonInvitedAnswer")),
          ...problems("not-cleared", "not-found", "cross-site", ...VIEWER),
        },
      }),
    },
  };
}
