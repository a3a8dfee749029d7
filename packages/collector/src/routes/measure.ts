import type { RequestHandler } from "express";
import type { Log } from "../log/log.js";
import type { Metrics } from "../metrics/create-metrics.js";

/**
 * Counts and logs each answer by its route's pattern. Neither gets a URL, a header, an address or a body: what is not
 * taken cannot leak.
 */
export function measure({ metrics, log }: { readonly metrics: Metrics; readonly log: Log }): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.on("close", () => {
      const route = typeof response.locals["route"] === "string" ? response.locals["route"] : "other";
      const ms = performance.now() - began;
      const status = response.writableFinished ? response.statusCode : 499;
      const method = KNOWN.has(request.method) ? request.method : "other";
      metrics.request(route, method, status, ms / 1000);
      const fields = { route, method, status, ms: Math.round(ms * 10) / 10 };
      if (status >= 500) log.error(fields, "answered with an error");
      else if (route !== "/v1/streams" && route !== "/healthz" && route !== "/readyz" && route !== "/metrics") {
        log.info(fields, "answered");
      }
    });
    next();
  };
}

/** A method is text of a stranger's choice: only these become a label. */
const KNOWN = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
