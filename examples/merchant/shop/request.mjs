const MOST_BYTES = 16 * 1024;

/**
 * @param {import("node:http").IncomingMessage} request
 * @returns {Record<string, string>}
 */
export function readCookies(request) {
  /** @type {Record<string, string>} */
  const cookies = Object.create(null);
  for (const pair of (request.headers.cookie ?? "").split("; ")) {
    const at = pair.indexOf("=");
    if (at > 0) cookies[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return cookies;
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @returns {Promise<Record<string, string> | null>} The last value of each field; null where it is over 16 KiB.
 */
export async function readForm(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // Read to the end all the same, so that the answer arrives; but keep none of it.
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  if (bytes > MOST_BYTES) return null;
  /** @type {Record<string, string>} */
  const form = Object.create(null);
  for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString("utf8"))) form[name] = value;
  return form;
}

/**
 * @param {string} collector Address of the collector, or empty.
 * @returns {[string, string][]} What a careful shop sends: scripts and connections to itself and its collector only.
 */
export function securityHeaders(collector) {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${collector}`,
    `connect-src 'self' ${collector}`,
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return [
    ["Content-Security-Policy", policy.map((part) => part.trim()).join("; ")],
    ["X-Content-Type-Options", "nosniff"],
    ["Referrer-Policy", "strict-origin-when-cross-origin"],
  ];
}
