import express, { type RequestHandler, Router } from "express";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Parts } from "./parts.js";
import { RequestError } from "./problem.js";

/** Captured text is written by strangers. Nothing runs or loads here but the console's own files. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join("; ");

/** `/console`: the console's built files. Its own requests are relative, so it works wherever it is mounted. */
export function consoleRouter({ assets }: Parts): Router {
  const router = Router({ strict: true });
  const headers: RequestHandler = (_request, response, next) => {
    response.set("Content-Security-Policy", CSP);
    next();
  };
  router.get("/console", headers, (_request, response) => {
    // Relative: the browser may know this place by another path than the collector does.
    response.redirect(308, "console/");
  });
  router.use("/console/", headers, (request, _response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") throw new RequestError("method");
    if (!existsSync(join(assets.console, "index.html"))) {
      throw new RequestError("not-found", "The console has not been built here");
    }
    next();
  });
  router.use(
    "/console/",
    express.static(assets.console, {
      dotfiles: "ignore",
      redirect: false,
      setHeaders(response, path) {
        // Built names end in a hash of the content; index.html names the current ones.
        response.setHeader(
          "Cache-Control",
          /-(?=[\w-]*[A-Z\d])[\w-]{8}\.\w+$/.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
        );
      },
    }),
  );
  return router;
}
