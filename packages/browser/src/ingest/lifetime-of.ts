import { fromBase64Url } from "../base64url.js";
import { attempt } from "../guard.js";

/**
 * @param now Wall clock, milliseconds since 1970.
 * @returns Milliseconds for which a token is good, by what it says of itself (RFC 7519 §4.1); 0 where it says nothing. A
 *   visitor's clock may be wrong: it can shorten what the token says, and never lengthen it.
 */
export function lifetimeOf(token: string, now: number): number {
  const claims = attempt(
    () => JSON.parse(new TextDecoder().decode(fromBase64Url(token.split(".")[1] ?? ""))) as Record<string, unknown>,
  );
  const { exp, iat } = claims ?? {};
  if (typeof exp !== "number") return 0;
  return Math.max(0, Math.min(exp * 1000 - now, typeof iat === "number" ? (exp - iat) * 1000 : Infinity));
}
