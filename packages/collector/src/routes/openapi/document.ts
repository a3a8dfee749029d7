import { policyPaths } from "./policy-paths.js";
import { VERSION } from "../../settings/version.js";
import type { ProblemCode } from "../problem.js";
import { auditPaths } from "./audit-paths.js";
import { erasurePaths } from "./erasure-paths.js";
import { requestPaths } from "./request-paths.js";
import { holdPaths } from "./hold-paths.js";
import { lookupPaths } from "./lookup-paths.js";
import { answer, body, cursor, ENGINE, type Json, json, operation, parameter } from "./pieces.js";
import { plugin, problems, SIGNED_IN, site, text, version, VIEWER, whole } from "./pieces.js";
import { previewPaths } from "./preview-paths.js";
import { quarantinePaths } from "./quarantine-paths.js";
import { revealPaths } from "./reveal-paths.js";
import { SCHEMAS } from "./schemas.js";
import { tokenPaths } from "./token-paths.js";

const SIGN_IN: ProblemCode[] = [
  "invalid",
  "cross-site",
  "content-type",
  "too-large",
  "slow-down",
  "busy",
  "unavailable",
];
const SET_COOKIE = { "Set-Cookie": { schema: { type: "string" } } };

/** The API as OpenAPI 3.1. A test holds it to the routes that are mounted, both ways. */
export function openapiDocument(): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Wayseal collector",
      version: VERSION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "Takes sealed envelopes and answers cleared people. Errors are RFC 9457 problems with a stable `code`.",
    },
    servers: [{ url: "." }],
    paths: {
      "/v1/streams": {
        post: operation("Send envelopes", {
          requestBody: {
            required: true,
            description: "One or more envelopes, end to end, at most 256 KiB and 500 records: docs/protocol.md",
            content: { "text/plain": {}, "application/octet-stream": {} },
          },
          responses: {
            204: answer("All durably stored, or seen before"),
            200: answer("Some or all were refused for good; the rest is stored", json("Rejected")),
            ...problems(
              ...(["malformed", "aborted", "origin", "unknown-site", "timeout", "too-large", "content-type"] as const),
              ...(["slow-down", "unavailable", "busy", "stopping"] as const),
            ),
          },
        }),
      },
      "/v1/sites/{site}/keys": {
        get: operation("A site's key set", {
          parameters: [site("path")],
          responses: {
            200: answer("A compact JWS (ES256)", text("application/jose")),
            ...problems("unknown-site", "unavailable"),
          },
        }),
      },
      "/v1/sites/{site}/install": {
        get: operation("What the site's tags are made of", {
          parameters: [site("path")],
          security: SIGNED_IN,
          responses: {
            200: answer("Key, version and hash", json("InstallAnswer")),
            ...problems("signed-out", "unknown-site", "unavailable"),
          },
        }),
      },
      "/v1/wayseal.js": {
        get: operation("The browser's script with the site's key set inside", {
          parameters: [site("query")],
          responses: {
            200: answer("JavaScript", text("text/javascript")),
            ...problems("invalid", "unknown-site", "not-found", "unavailable"),
          },
        }),
      },
      "/v1/wayseal-{version}.js": {
        get: operation("The browser's script of one version, or a chunk of it, immutable, without keys", {
          parameters: [version],
          responses: { 200: answer("JavaScript", text("text/javascript")), ...problems("not-found") },
        }),
      },
      "/v1/wayseal-{version}.js.sri": {
        get: operation("The `integrity` of that script", {
          parameters: [version],
          responses: { 200: answer("sha384-…", text("text/plain")), ...problems("not-found") },
        }),
      },
      "/v1/plugins/{plugin}.js": {
        get: operation("A plugin for the script tag: this release's by its name, or one of a version, immutable", {
          parameters: [plugin],
          responses: { 200: answer("JavaScript", text("text/javascript")), ...problems("not-found") },
        }),
      },
      "/v1/plugins/{plugin}.js.sri": {
        get: operation("The `integrity` of a version of a plugin", {
          parameters: [plugin],
          responses: { 200: answer("sha384-…", text("text/plain")), ...problems("not-found") },
        }),
      },
      "/v1/words.json": {
        get: operation("The script's chunk of words by which fields are classed", {
          responses: { 200: answer("JSON", text("application/json")), ...problems("not-found") },
        }),
      },
      "/v1/session": {
        get: operation("Who is signed in", {
          security: [{ cookie: [] }],
          responses: { 200: answer("A person", json("SessionAnswer")), ...problems("signed-out", "unavailable") },
        }),
        post: operation("Sign in", {
          requestBody: body("SignIn"),
          responses: {
            200: { ...answer("Signed in", json("SessionAnswer")), headers: SET_COOKIE },
            ...problems("bad-credentials", ...SIGN_IN),
          },
        }),
        delete: operation("Sign out", {
          responses: {
            204: { ...answer("Nobody is signed in now"), headers: SET_COOKIE },
            ...problems("cross-site", "unavailable"),
          },
        }),
      },
      "/v1/session/password": {
        post: operation("Set a password with a one-time link's secret, and sign in", {
          requestBody: body("SetPassword"),
          responses: {
            200: { ...answer("Signed in", json("SessionAnswer")), headers: SET_COOKIE },
            ...problems("link-used", "weak-password", ...SIGN_IN),
          },
        }),
      },
      "/v1/sites": {
        get: operation("Sites that the viewer may ask about", {
          security: SIGNED_IN,
          responses: { 200: answer("Sites", json("SitesAnswer")), ...problems("signed-out", "unavailable") },
        }),
      },
      "/v1/journeys": {
        get: operation("Journeys, newest first", {
          security: SIGNED_IN,
          parameters: [
            site("query"),
            whole("from", "Milliseconds since 1970"),
            whole("to", "Milliseconds since 1970"),
            whole("limit", "1 to 200"),
            cursor,
          ],
          responses: { 200: answer("A page of journeys", json("JourneyList")), ...problems(...ENGINE) },
        }),
      },
      "/v1/journeys/{subject}": {
        get: operation("One journey, oldest first, read to the viewer's clearance", {
          security: SIGNED_IN,
          parameters: [
            parameter("path", "subject", { type: "string", pattern: "^[0-9a-f]{32}$" }),
            site("query"),
            whole("limit", "1 to 500"),
            cursor,
            parameter("query", "reveal", { type: "string" }, false, "A live reveal, of which this takes one read"),
          ],
          responses: {
            200: answer("A page of it", json("Journey")),
            ...problems("not-cleared", "unknown-subject", "reveal-ended", ...ENGINE),
          },
        }),
      },
      ...policyPaths(),
      ...auditPaths(),
      ...tokenPaths(),
      ...previewPaths(),
      ...lookupPaths(),
      ...holdPaths(),
      ...erasurePaths(),
      ...requestPaths(),
      ...quarantinePaths(),
      ...revealPaths(),
      "/v1/query/trends": {
        post: operation("Counts over time", {
          security: SIGNED_IN,
          requestBody: body("TrendsQuery"),
          responses: {
            200: answer("Series", json("TrendsAnswer")),
            ...problems("cross-site", "content-type", "too-large", ...ENGINE),
          },
        }),
      },
      "/v1/query/loss": {
        post: operation("What share of records never arrived", {
          security: SIGNED_IN,
          requestBody: body("LossQuery"),
          responses: {
            200: answer("Loss", json("LossAnswer")),
            ...problems("cross-site", "content-type", "too-large", ...VIEWER),
          },
        }),
      },
      "/v1/live": {
        get: operation("Told as events are committed", {
          security: SIGNED_IN,
          parameters: [site("query")],
          responses: {
            200: answer("`committed` messages, each a LiveMessage, at most every 500 ms", {
              "text/event-stream": { schema: { $ref: "#/components/schemas/LiveMessage" } },
            }),
            ...problems("slow-down", "stopping", ...VIEWER),
          },
        }),
      },
      "/healthz": {
        get: operation("Whether the process answers", { responses: { 200: answer("It does", json("Health")) } }),
      },
      "/readyz": {
        get: operation("Whether envelopes are taken, and whether queries are answered", {
          responses: {
            200: answer("Envelopes are taken", json("Readiness")),
            503: answer("They are not", json("Readiness")),
          },
        }),
      },
      "/metrics": {
        get: operation("Metrics for Prometheus", {
          responses: { 200: answer("Prometheus text", text("text/plain")), ...problems("forbidden") },
        }),
      },
      "/openapi.json": {
        get: operation("This document", { responses: { 200: answer("OpenAPI 3.1", { "application/json": {} }) } }),
      },
      "/console/": {
        get: operation("The console's page; its files lie below", {
          responses: { 200: answer("HTML", text("text/html")), ...problems("not-found") },
        }),
      },
      "/": {
        get: operation("To the console", { responses: { 302: answer("console/") } }),
      },
    },
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        cookie: { type: "apiKey", in: "cookie", name: "wayseal", description: "`__Host-wayseal` over https" },
        bearer: { type: "http", scheme: "bearer", description: "`ws_…`, made by `wayseal tokens create`" },
      },
    },
  };
}
