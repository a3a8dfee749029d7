import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { RequestError } from "./problem.js";

/**
 * Limits requests of one address a minute; IPv6 by /56, as one customer holds at least that.
 *
 * @param most 0: no limit.
 */
export function limitRate(most: number): RequestHandler {
  if (most === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: 60_000,
    limit: most,
    legacyHeaders: false,
    standardHeaders: false,
    keyGenerator: (request) => addressKey(request.ip),
    // The library's own checks print to the console, where an address might stand.
    validate: false,
    handler: (request, _response, next) => {
      const { resetTime } = (request as unknown as { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
      const wait = resetTime === undefined ? 60 : Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1000));
      next(new RequestError("slow-down", undefined, wait));
    },
  });
}

/** @returns What stands for an address in limits. */
export function addressKey(ip: string | undefined): string {
  return ip === undefined ? "unknown" : ipKeyGenerator(ip);
}
