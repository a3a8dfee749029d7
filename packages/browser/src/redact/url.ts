import { attempt } from "../guard.js";
import { neverShape } from "./never-shape.js";
import { cleanText } from "./text.js";

const LIMIT = 2048;
const UUID = /^[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}$/i;

/**
 * Makes a template of an address: origin and path, and the fragment where it is a route (`#/…`), with e-mails, tokens and
 * long numbers cut out. User, password and other fragments are dropped, and so are query parameters that are not listed.
 *
 * @param query Names of the parameters to keep; their values are cleaned.
 * @returns At most 2,048 characters. An address of another scheme gives its scheme alone; what is no address, "".
 */
export function cleanUrl(address: string, query: readonly string[] = []): string {
  const url = attempt(() => new URL(address));
  if (!url) return "";
  if (!/^https?:$/.test(url.protocol)) return url.protocol;
  const kept = query
    .filter((name) => url.searchParams.has(name))
    .map((name) => `${name}=${encodeURIComponent(cleanText(url.searchParams.get(name) as string, 128, true))}`);
  const route = /^#!?(\/[^?]*)/.exec(url.hash);
  return (
    url.origin +
    cleanPath(url.pathname) +
    (kept.length ? `?${kept.join("&")}` : "") +
    (route ? `#${cleanPath(route[1] as string)}` : "")
  ).slice(0, LIMIT);
}

function cleanPath(path: string): string {
  const cleaned = path.split("/").map(cleanSegment);
  // A card number may be spread over several places.
  return neverShape(cleaned.join(" ")) ? "/:number" : cleaned.join("/");
}

function cleanSegment(segment: string): string {
  // Matrix parameters (`;jsessionid=…`) are a query by another name.
  const plain = decode(decode(segment)).replace(/;.*/s, "");
  const cleaned = cleanText(plain, 128);
  const cut = UUID.test(plain)
    ? "id"
    : /@|%40/.test(plain)
      ? "email"
      : looksRandom(plain)
        ? "token"
        : /\[(\w+)]/.exec(cleaned)?.[1];
  return cut ? `:${cut}` : encodeURI(cleaned).replace(/[/?#]/g, encodeURIComponent);
}

/** Slugs are words between hyphens; a token mixes letters and digits within one. */
function looksRandom(segment: string): boolean {
  return (
    /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{20}/s.test(segment) ||
    /(^|[-_.])(?=[^-_.]*\d)(?=[^-_.]*[a-z])[^-_.]{16}/i.test(segment)
  );
}

function decode(text: string): string {
  return attempt(() => decodeURIComponent(text)) ?? text;
}
