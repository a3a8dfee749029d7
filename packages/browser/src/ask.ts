/** A server's answer, its text read to the end: only then does the browser free what a request keeps. */
export interface Asked {
  readonly answer: Response;
  readonly text: string;
}

/**
 * Asks a server, without cookies unless `init` says otherwise, and gives up a silent one.
 *
 * @param timeout Milliseconds.
 * @throws What fetch throws.
 */
export async function ask(send: typeof fetch, url: string, timeout: number, init: RequestInit): Promise<Asked> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    const answer = await send(url, { credentials: "omit", ...init, signal: abort.signal });
    return { answer, text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}
