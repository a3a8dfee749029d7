import { MAX_BODY_BYTES, type RejectReason } from "@wayseal/protocol";
import type { Request } from "express";
import { limitRate } from "./limit-rate.js";
import type { Parts, Route } from "./parts.js";
import { problemOf, RequestError } from "./problem.js";
import { readBody } from "./read-body.js";

/** Bytes of bodies under way at once, beyond which senders are asked to come again. */
const MOST_BYTES_UNDER_WAY = 64 * 1024 * 1024;

/** Both are CORS-simple or sent by programs; a type that would need a preflight has no business here. */
const TYPES = /^(text\/plain|application\/octet-stream)\s*(;|$)/i;

/** Reject reasons of requests that do not get as far as the pipeline, which counts its own. */
const REASONS: Readonly<Record<string, RejectReason>> = {
  aborted: "malformed",
  timeout: "malformed",
  "content-type": "malformed",
  "too-large": "too_large",
  "slow-down": "rate",
};

/** `POST /v1/streams`: takes envelopes (docs/protocol.md). A 2xx is given only after the commit is on disk. */
export function streamsRoute(parts: Parts): Route {
  const { pipeline, countries, metrics, limits, now, stopping } = parts;
  const rate = limitRate(limits.streamsPerMinute);
  let underWay = 0;

  const read = async (request: Request) => {
    if (stopping()) throw new RequestError("stopping");
    if (!TYPES.test(request.headers["content-type"] ?? "text/plain")) {
      throw new RequestError("content-type", "Send envelopes as text/plain or application/octet-stream");
    }
    if (underWay > MOST_BYTES_UNDER_WAY) throw new RequestError("busy");
    return readBody(request, { limit: MAX_BODY_BYTES, ms: limits.bodyMs });
  };

  return {
    path: "/v1/streams",
    open: true,
    methods: {
      POST: [
        (request, response, next) => {
          void rate(request, response, (refusal?: unknown) => {
            if (refusal !== undefined) metrics.rejected("rate", 1);
            next(refusal);
          });
        },
        async (request, response) => {
          const received = now();
          // By what a sender may still send, so that many slow bodies cannot fill the memory either.
          const reserved = Math.min(Number(request.headers["content-length"] ?? MAX_BODY_BYTES) || 0, MAX_BODY_BYTES);
          underWay += reserved;
          let done;
          try {
            const body = await read(request).catch((error: unknown) => {
              const { code, status } = problemOf(error).problem;
              metrics.rejected(REASONS[code] ?? "unavailable", 1);
              // What is left of the body is not worth a connection.
              if (status === 413 || status === 408) response.set("Connection", "close");
              throw error;
            });
            metrics.received(body.length);
            done = await pipeline.receive(body, {
              ...{ received, origin: request.headers.origin },
              // Of the address no more than its country goes further.
              country: countries.of(request.ip),
            });
          } finally {
            underWay -= reserved;
          }
          metrics.stored(done.site, done.stored);
          metrics.duplicates(done.duplicates);
          if (done.rejected.length === 0) response.status(204).end();
          else response.json({ rejected: done.rejected });
        },
      ],
    },
  };
}
