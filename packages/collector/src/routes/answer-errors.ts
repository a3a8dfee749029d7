import type { ErrorRequestHandler } from "express";
import type { Log } from "../log/log.js";
import { problemOf } from "./problem.js";

/** Answers every error as problem+json (RFC 9457). */
export function answerErrors({ log }: { readonly log: Log }): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const { problem, retryAfter } = problemOf(error);
    const { code } = problem;
    if (problem.status >= 500 && code !== "stopping" && code !== "busy") log.error({ error, code }, "a request failed");
    if (response.headersSent) {
      // Too late for an answer: cutting the connection tells the client that this one is not whole.
      response.destroy();
      return;
    }
    if (retryAfter !== null) response.set("Retry-After", String(retryAfter));
    if (problem.status === 401) response.set("WWW-Authenticate", "Bearer");
    response.removeHeader("ETag");
    response.set("Cache-Control", "no-store");
    response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
  };
}
