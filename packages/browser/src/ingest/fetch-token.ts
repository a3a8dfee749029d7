import { ask } from "../ask.js";

/** Milliseconds after which a silent server counts as down. */
const TIMEOUT = 10_000;

/**
 * Asks the merchant's own server for an ingest token: text, or JSON with a member `token`. The page's cookies go with it, to
 * its own origin only.
 *
 * @throws If the answer is no success, or what fetch throws.
 */
export async function fetchToken(url: string): Promise<string> {
  const { answer, text } = await ask(fetch, url, TIMEOUT, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Error(`No ingest token: ${answer.status}`);
  return text.trimStart().startsWith("{") ? String((JSON.parse(text) as { readonly token?: unknown }).token) : text;
}
