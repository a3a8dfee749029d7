import { X25519_CHACHA20POLY1305 } from "@wayseal/protocol";

/**
 * Fetches a site's key set and takes the first key whose suite it knows. It reads the set without checking who signed
 * it, which is right for a collector on this machine and for nothing else.
 *
 * @param {string} collector
 * @param {string} site
 * @returns {Promise<{ kid: string, x: string }>} Rejects where there is no such site or key.
 */
export async function fetchKey(collector, site) {
  const answer = await fetch(`${collector}/v1/sites/${site}/keys`);
  if (!answer.ok) throw new Error(`The collector has no key set for ${site}: it answered ${answer.status}.`);
  const [, payload = ""] = (await answer.text()).trim().split(".");
  const { keys } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  const key = keys.find((/** @type {{ alg: string }} */ { alg }) => alg === X25519_CHACHA20POLY1305.alg);
  if (key === undefined) throw new Error(`The key set of ${site} has no key of a suite that is known here.`);
  return key;
}
