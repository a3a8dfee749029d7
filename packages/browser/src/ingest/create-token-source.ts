import { lifetimeOf } from "./lifetime-of.js";

export interface TokenSourceOptions {
  /** Asks for another token. May reject. */
  readonly get: () => Promise<string>;
  /** The first, where the page brought one. */
  readonly first?: string | undefined;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic clock, milliseconds. */
  readonly clock: () => number;
}

/** A token that is about to end is not begun a stream with: of what is left of it, at most this much, milliseconds. */
const MARGIN = 30_000;
/** What every token on the wire may be at most, and looks like: a compact JWS (RFC 7515 §7.1). */
const LONGEST = 2048;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * @returns A function that gives the token to begin a stream with: the one at hand while it is good, else another, asked for
 *   once however many streams wait for it. It rejects where none can be had, and asks again when it is called again.
 */
export function createTokenSource({ get, first, now, clock }: TokenSourceOptions): () => Promise<string> {
  let held: { readonly token: string; readonly until: number } | undefined;
  let asked: Promise<string> | undefined;

  const hold = (given: unknown): string => {
    const token = typeof given === "string" ? given.trim() : "";
    if (token.length > LONGEST || !TOKEN.test(token)) throw new Error("What was given is no ingest token");
    const life = lifetimeOf(token, now());
    held = { token, until: clock() + life - Math.min(MARGIN, life / 4) };
    return token;
  };
  if (first) hold(first);

  return async () => {
    if (held && clock() < held.until) return held.token;
    asked ??= get()
      .then(hold)
      .finally(() => (asked = undefined));
    return asked;
  };
}
