import { FIELD_CLASSES } from "@wayseal/protocol";
import { classOfName } from "./class-of-name.js";
import { type Cleaned, cleanText } from "./clean-text.js";
import type { About } from "./content-words.js";

const UUID = /^[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}$/i;
const SCHEME = /^([a-z][a-z0-9+.-]{0,31}):/i;
/** Opaque identifiers: 20 or more characters of letters of both cases and digits. */
const RANDOM = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{20,}$/;

/**
 * Cleans an address that becomes a public column. The browser made a template of it; this is for senders that did not.
 * User and password, values of parameters that name something sensitive, and what is sensitive, long or random in any
 * part are cut out, but not the host where that is an IP address. Of an address that is not http or https only the scheme is left.
 *
 * @param limit UTF-16 units.
 */
export function cleanUrl(address: string, limit: number, about: About = {}): Cleaned {
  const key = `${(about.countries ?? []).join()} ${address}`;
  if (known.has(key) && address.length <= limit) return { text: address, cut: null };
  let found: string | null = null;
  const note = (name: string): void => void (found ??= name);
  const scheme = SCHEME.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    return { text: `${scheme}:`, cut: address.length > scheme.length + 1 ? "url" : null };
  }
  const [, start = "", path = "", query, fragment] =
    /^((?:https?:)?(?:\/\/[^/?#\\]*)?)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(address) ?? [];
  const host = start.replace(/\/\/.*@/s, () => (note("password"), "//"));
  const clean = (text: string, name?: string): string => {
    const cleaned = cleanText(text, limit, { ...about, name, isAddress: name === undefined });
    if (cleaned.cut !== null) note(cleaned.cut);
    return cleaned.text;
  };
  const segment = (text: string, name = ""): string => {
    if (UUID.test(text)) return (note("user-id"), ":id");
    if (RANDOM.test(text)) return (note("api-key"), ":token");
    const cleaned = clean(text, name);
    return /\[(email|number|token)]/.test(cleaned) ? cleaned.replace(/.*\[(email|number|token)].*/s, ":$1") : cleaned;
  };
  const parameter = (text: string): string => {
    const [name, ...rest] = text.split("=");
    const treatment = FIELD_CLASSES[classOfName(name as string) ?? "choice"];
    if (rest.length === 0) return segment(text);
    if (treatment !== "internal") note(classOfName(name as string) as string);
    return `${segment(name as string)}=${treatment === "internal" ? segment(rest.join("="), name) : ""}`;
  };
  const part = (text: string): string =>
    text
      .split("/")
      .map((piece) => segment(piece))
      .join("/");
  const parameters = (text: string): string => text.split("&").map(parameter).join("&");
  const route = fragment === undefined || !fragment.includes("=") ? part : parameters;
  // Once more as a whole: a number may be spread over segments.
  const text = clean(
    [clean(host), part(path), query ? `?${parameters(query)}` : "", fragment ? `#${route(fragment)}` : ""].join(""),
  );
  if (found === null && text === address) remember(key);
  return { text, cut: found };
}

/** Addresses, behind the countries that are known, that came out as they went in. Only what is clean is kept. */
const known = new Set<string>();

function remember(key: string): void {
  if (known.size >= 2048) known.clear();
  known.add(key);
}
