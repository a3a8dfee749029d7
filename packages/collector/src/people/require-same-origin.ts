import type { IncomingHttpHeaders } from "node:http";
import { AccessError } from "./errors.js";

/**
 * Refuses state-changing requests that another site made a browser send (OWASP: CSRF, by Fetch Metadata and Origin).
 * `SameSite=Strict` and the JSON content type stand beside it; each is enough alone.
 *
 * @param baseUrl Where the collector is reached, if it was told; otherwise the request's own Host counts.
 * @throws {AccessError} `cross-site`
 */
export function requireSameOrigin(headers: IncomingHttpHeaders, baseUrl: string | null): void {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") throw refusal();
  const { origin } = headers;
  if (origin === undefined) {
    // Every browser of today sends one of the two on such requests.
    if (site === undefined) throw refusal();
    return;
  }
  if (!URL.canParse(origin)) throw refusal();
  const { host } = new URL(origin);
  const own = baseUrl === null ? [headers.host] : [new URL(baseUrl).host, headers.host];
  if (!own.includes(host)) throw refusal();
}

function refusal(): AccessError {
  return new AccessError(
    "cross-site",
    "This request must come from the console itself (Origin or Sec-Fetch-Site is not its own)",
  );
}
