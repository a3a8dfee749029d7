import { createTokenSource } from "../ingest/create-token-source.js";
import { fetchToken } from "../ingest/fetch-token.js";
import type { Plugin } from "../plugin.js";

/** Options of `ingestToken`: one of `url` and `get`. A script tag gives them as text: `data-url="/wayseal-token"`. */
export interface IngestTokenOptions {
  /** An address of your own server that answers with a token: as text, or as JSON with a member `token`. */
  readonly url?: string;
  /** Gives a token, where an address is not enough. */
  readonly get?: () => string | Promise<string>;
  /** A token that the page brought along, so that nothing has to be asked for it. */
  readonly token?: string;
}

/**
 * Begins each stream with a token that is good: the one at hand, or another, which it asks your server for before the one at
 * hand ends. What is captured meanwhile waits in memory; where none can be had it is asked for again, later and later.
 *
 * @throws {TypeError} If neither `url` nor `get` is given, or the token of the page is none.
 */
export function ingestToken({ url, get, token: first }: IngestTokenOptions): Plugin {
  const ask = get ?? (url ? () => fetchToken(url) : undefined);
  if (!ask) throw new TypeError("ingestToken: give an address (url) or a function (get)");
  const next = createTokenSource({
    get: async () => ask(),
    first,
    now: () => Date.now(),
    clock: () => performance.now(),
  });
  return ({ token }) => token(next);
}
