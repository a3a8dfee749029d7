import { request as askHttp } from "node:http";
import { request as askHttps } from "node:https";
import { pipeline } from "node:stream";

/** Only what pages need: neither the console nor the API is reached through here. */
const PATHS =
  /^\/v1\/(streams|(wayseal(-[\w.-]+)?|plugins\/[\w.-]+)\.js(\.sri)?|words\.json|previews\/explain|sites\/[a-z0-9-]+\/keys)$/;
/** All that is passed on. The shop's own cookies are no business of the collector. */
const PASSED = ["content-type", "content-length", "origin", "accept-encoding", "if-none-match"];
/** What concerns one connection alone. */
const HOP = new Set(["connection", "keep-alive", "transfer-encoding"]);

/**
 * `app.use("/stats", wayseal("https://collector.example"))`, before body parsers: bodies pass as they come.
 *
 * @param {string} collector
 * @returns {import("express").RequestHandler}
 */
export function wayseal(collector) {
  const ask = new URL(collector).protocol === "https:" ? askHttps : askHttp;
  return (request, response, next) => {
    if (!PATHS.test(request.path)) return next();
    /** @type {Record<string, string>} */
    const headers = { "x-forwarded-for": request.ip ?? "" };
    for (const name of PASSED) {
      const value = request.headers[name];
      if (typeof value === "string") headers[name] = value;
    }
    const onward = ask(collector.replace(/\/$/, "") + request.url, { method: request.method, headers }, (answer) => {
      response.status(answer.statusCode ?? 502);
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value !== undefined && !HOP.has(name)) response.setHeader(name, value);
      }
      pipeline(answer, response, () => undefined);
    });
    pipeline(request, onward, (error) => {
      // The SDK keeps what it has, and tries again.
      if (error && !response.headersSent) response.status(502).end();
    });
  };
}
