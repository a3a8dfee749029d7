import { cleanUrl } from "../redact/url.js";

const LIMIT = 500;
/** Most browsers quote what a script failed on: a key, but also the text that it could not parse. */
const QUOTED = /"[^"]*"?|“[^”]*”?|`[^`]*`?|«[^»]*»?/g;
/** Single quotes that stand at a word's ends, unlike an apostrophe; the last may have been left open. */
const SINGLE_QUOTED = /(^|[^\p{L}\p{N}])'(.*?)(?:'(?![\p{L}\p{N}])|$)/gsu;
/** A property, a variable, a selector of one word: what single quotes mostly hold. */
const CODE = /^[\w$.#[\]()-]{1,64}$/;
const ADDRESS = /\bhttps?:\/\/[^\s"'<>)]+/g;

/**
 * Says what was thrown, without what the page's own data may have put into it: what stands in quotes goes unless it looks
 * like code, and addresses become templates. Redaction cleans the rest, as it does all text. Things that are thrown and
 * are no errors are named by their type alone: their content is the page's.
 */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === "string") return clean(thrown);
  if (typeof thrown !== "object" || thrown === null) return `Thrown: ${thrown === null ? "null" : typeof thrown}`;
  const { name, message } = thrown as { readonly name?: unknown; readonly message?: unknown };
  if (typeof message !== "string") return "Thrown: object";
  return clean(typeof name === "string" && name ? `${name}: ${message}` : message);
}

function clean(text: string): string {
  return text
    .slice(0, 4 * LIMIT)
    .replace(ADDRESS, (address) => cleanUrl(address) || "[address]")
    .replace(QUOTED, "[text]")
    .replace(SINGLE_QUOTED, (quoted, before: string, inner: string) => (CODE.test(inner) ? quoted : `${before}[text]`))
    .slice(0, LIMIT);
}
