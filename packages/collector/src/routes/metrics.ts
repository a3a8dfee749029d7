import type { Request } from "express";
import { isLoopback } from "../settings/is-loopback.js";
import { hashSecret, isSame } from "../people/secrets.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";

/** `/metrics`, for Prometheus. By default only for requests from this machine that no proxy passed on. */
export function metricsRoute({ metrics, metricsAccess, metricsToken }: Parts): Route {
  const allowed = (request: Request): boolean => {
    switch (metricsAccess) {
      case "open":
        return true;
      case "off":
        return false;
      case "token": {
        const said = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
        return said !== undefined && metricsToken !== null && isSame(hashSecret(said), hashSecret(metricsToken));
      }
      case "loopback":
        // Behind a proxy on this machine everyone would come from it.
        return (
          isLoopback(request.socket.remoteAddress ?? "") &&
          request.headers["x-forwarded-for"] === undefined &&
          request.headers.forwarded === undefined
        );
    }
  };
  return {
    path: "/metrics",
    methods: {
      async GET(request, response) {
        if (!allowed(request)) throw new RequestError("forbidden", "Metrics are not shown to this client");
        response.set("Content-Type", metrics.contentType).send(await metrics.text());
      },
    },
  };
}
