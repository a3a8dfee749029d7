import type { Problem } from "@wayseal/collector/api";

export type Fault = "signed-out" | "offline" | "unavailable" | "busy" | "missing" | "refused" | "failed";

/** A request that brought no answer. `message` is one sentence for people; it repeats nothing that visitors wrote. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  constructor(
    readonly fault: Fault,
    message: string,
    /** The collector's own word for it, where it gave one. */
    readonly code?: string,
  ) {
    super(message);
  }
}

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Milliseconds until it is given up. Default 20,000. */
  readonly timeout?: number;
  readonly fetch?: typeof globalThis.fetch;
}

/** The console lies beside the API, wherever both are mounted: this file's own address leads there. */
export const API_BASE = new URL("../v1/", import.meta.url);

/**
 * Asks the collector and reads its JSON.
 *
 * @param path Relative to `/v1/`, such as `journeys?site=shop`.
 * @throws {RequestError} Whatever goes wrong, save an abort by `signal`, which rejects with its reason.
 */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as Answer;
  const answer = await readJson(response);
  if (answer !== undefined) return answer as Answer;
  throw new RequestError("failed", "The collector's answer could not be read.");
}

/**
 * Asks the collector for anything, and leaves its answer unread.
 *
 * @param accept A media type.
 * @throws {RequestError} Where it is no answer, as `request` does.
 */
export async function send(path: string, options: RequestOptions, accept = "application/json"): Promise<Response> {
  const { method = "GET", body, signal, timeout = 20_000, fetch = globalThis.fetch } = options;
  const late = AbortSignal.timeout(timeout);
  let response: Response;
  try {
    response = await fetch(new URL(path, API_BASE), {
      method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
      headers: { accept, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    if (late.aborted) throw new RequestError("unavailable", "The collector took too long to answer.");
    throw new RequestError("offline", "The collector cannot be reached from this browser.");
  }
  if (response.ok) return response;
  throw errorOf(response.status, await readJson(response));
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch {
    // Not JSON: a proxy's error page, or an answer that was cut. The status says the rest.
    return undefined;
  }
}

function errorOf(status: number, answer: unknown): RequestError {
  const problem = typeof answer === "object" && answer !== null ? (answer as Partial<Problem>) : {};
  const code = typeof problem.code === "string" ? problem.code : undefined;
  const said = typeof problem.detail === "string" ? problem.detail : problem.title;
  const make = (fault: Fault, otherwise: string) =>
    new RequestError(fault, typeof said === "string" && said !== "" ? said.slice(0, 300) : otherwise, code);

  if (status === 401) return make("signed-out", "You are not signed in.");
  if (status === 404) return make("missing", "There is no such thing here, or it is not yours to see.");
  if (status === 429) return make("busy", "Too many requests. Wait a moment and try again.");
  if (status === 502 || status === 503 || status === 504) {
    return make("unavailable", "The collector is not ready to answer. It may be starting.");
  }
  if (status >= 400 && status < 500) return make("refused", "The collector refused this request.");
  return make("failed", "Something went wrong in the collector.");
}
