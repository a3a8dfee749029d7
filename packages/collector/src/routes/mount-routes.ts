import type { RequestHandler, Router } from "express";
import type { Method, Route } from "./parts.js";
import { RequestError } from "./problem.js";

/** Adds each route with its CORS headers, HEAD beside GET, OPTIONS, and 405 with `Allow` for every other method. */
export function mountRoutes(router: Router, routes: readonly Route[]): void {
  for (const { path, open = false, methods } of routes) {
    const allow = Object.keys(methods).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
    const allowed = [...allow, "OPTIONS"].join(", ");
    const route = router.route(path);
    route.all((_request, response, next) => {
      response.locals["route"] = path;
      // What may be kept says so itself.
      response.set("Cache-Control", "no-store");
      // Set first, so that errors carry them too.
      if (open) {
        response.set({
          "Access-Control-Allow-Origin": "*",
          "Access-Control-Expose-Headers": "Retry-After",
          "Cross-Origin-Resource-Policy": "cross-origin",
        });
      }
      next();
    });
    for (const [method, handlers] of Object.entries(methods) as [Method, Route["methods"][Method]][]) {
      const list: readonly RequestHandler[] = handlers === undefined ? [] : isList(handlers) ? handlers : [handlers];
      if (method === "GET") route.get(...list);
      else if (method === "POST") route.post(...list);
      else route.delete(...list);
    }
    route.all((request, response) => {
      response.set("Allow", allowed);
      if (request.method !== "OPTIONS") throw new RequestError("method");
      if (open) {
        response.set({
          "Access-Control-Allow-Methods": allow.join(", "),
          "Access-Control-Allow-Headers": "content-type",
          "Access-Control-Max-Age": "86400",
        });
      }
      response.status(204).end();
    });
  }
}

function isList(handlers: RequestHandler | readonly RequestHandler[]): handlers is readonly RequestHandler[] {
  return Array.isArray(handlers);
}
