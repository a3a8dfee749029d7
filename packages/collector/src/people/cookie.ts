import type { IncomingHttpHeaders } from "node:http";

export interface CookieOptions {
  /** Whether people reach the collector by https. */
  readonly secure: boolean;
  /** Path under which the collector is mounted, such as `/analytics`; `/` at the root. */
  readonly path: string;
}

/**
 * `__Host-` binds the cookie to this host and to https: no subdomain and no plain-http page can plant one. Its rules
 * fix the path to `/`. On plain http (a laptop) browsers refuse the prefix.
 */
const SECURE_NAME = "__Host-wayseal";
const PLAIN_NAME = "wayseal";

/** @returns The session secret that the request carries, or null. Only the name that fits the scheme is looked at. */
export function readCookie(headers: IncomingHttpHeaders, secure: boolean): string | null {
  const name = secure ? SECURE_NAME : PLAIN_NAME;
  const found = (headers.cookie ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  // Two of one name: one of them was planted, and there is no telling which.
  const [secret] = found;
  return found.length === 1 && secret !== undefined && /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : null;
}

/** @returns A `Set-Cookie` value; with `secret` null it removes the cookie. */
export function writeCookie(secret: string | null, maxAgeMs: number, { secure, path }: CookieOptions): string {
  return [
    `${secure ? SECURE_NAME : PLAIN_NAME}=${secret ?? ""}`,
    `Path=${secure ? "/" : path}`,
    `Max-Age=${secret === null ? 0 : Math.floor(maxAgeMs / 1000)}`,
    "HttpOnly",
    "SameSite=Strict",
    ...(secure ? ["Secure"] : []),
  ].join("; ");
}
