import type { Request } from "express";
import type { Asking } from "../people/viewer-of.js";

/** @returns What is needed of a request to know who asks. It counts as https where people are told to come by https. */
export function asking(request: Request, baseUrl: string | null): Asking {
  return { headers: request.headers, secure: request.secure || (baseUrl?.startsWith("https:") ?? false) };
}
