import type { Request } from "express";
import { RequestError } from "./problem.js";

export interface BodyLimits {
  /** Bytes. */
  readonly limit: number;
  /** Milliseconds in which all of it must arrive. */
  readonly ms: number;
}

/**
 * Reads a binary body whole, never more than `limit` bytes of it.
 *
 * @throws {RequestError} `too-large`, `timeout`, `aborted` or `content-type` (a content coding)
 */
export async function readBody(request: Request, { limit, ms }: BodyLimits): Promise<Buffer> {
  if ((request.headers["content-encoding"] ?? "identity") !== "identity") {
    throw new RequestError("content-type", "Envelopes are sent as they are, without a content coding");
  }
  const parsed: unknown = request.body;
  if (Buffer.isBuffer(parsed)) return parsed;
  if (request.readableEnded) {
    throw new RequestError("internal", "The host app reads bodies before the collector: mount the collector first");
  }
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > limit) throw new RequestError("too-large", `A body may have at most ${limit} bytes`);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (act: () => void) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("error", onError).off("close", onError);
      act();
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        finish(() => reject(new RequestError("too-large", `A body may have at most ${limit} bytes`)));
      } else {
        chunks.push(chunk);
      }
    };
    const onEnd = () => finish(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onError = () => finish(() => reject(new RequestError("aborted")));
    const timer = setTimeout(() => finish(() => reject(new RequestError("timeout"))), ms);
    request.on("data", onData).on("end", onEnd).on("error", onError).on("close", onError);
  });
}
