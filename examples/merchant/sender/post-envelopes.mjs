/**
 * Posts a body of envelopes, and waits where the collector asks it to.
 *
 * @param {string} collector
 * @param {string} origin Origin of the shop's pages.
 * @param {Uint8Array} body
 * @returns {Promise<void>} Rejects where the collector refuses, or does not take it in five tries.
 */
export async function postEnvelopes(collector, origin, body) {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(`${collector}/v1/streams`, {
      method: "POST",
      headers: { "Content-Type": "text/plain", Origin: origin },
      body: /** @type {Uint8Array<ArrayBuffer>} */ (body),
    });
    const text = await answer.text();
    if (answer.status === 204) return;
    const again = answer.status === 408 || answer.status === 429 || answer.status >= 500;
    if (!again || tries === 5) throw new Error(`The collector answered ${answer.status} ${text.slice(0, 200)}`);
    const seconds = Math.min(10, Number(answer.headers.get("Retry-After") ?? 1));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}
