import type { About } from "./content-words.js";
import { cut, findSensitive } from "./find-sensitive.js";

/** A public text after cleaning. */
export interface Cleaned {
  readonly text: string;
  /** Class of the first thing that was cut out, or null. */
  readonly cut: string | null;
}

/**
 * Short texts that came out as they went in: forms, fields and roles are few and repeat. Only what is clean is kept, and only
 * what is clean whatever its name and wherever it is from: what is told by those has four digits or more.
 */
const known = new Set<string>();
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
/** Twelve digits or more, in groups or not: a card number that was mistyped, an account, an order. */
const LONG_NUMBER = /\d(?:[ -]?\d){11,}/g;
const MANY_DIGITS = /(?:\d\D*){4}/;
const PHONE = /\+\d(?:[ ().-]{0,2}\d){7,14}/g;
const LONG_TOKEN = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{32,}/g;

/**
 * Cleans a text that becomes a public column: what is sensitive, long numbers and tokens are cut out, control
 * characters and direction marks become spaces, and what is too long ends with `…`.
 *
 * @param limit UTF-16 units.
 */
export function cleanText(text: string, limit: number, about: About = {}): Cleaned {
  if (text.length <= limit && known.has(text)) return { text, cut: null };
  const scan = findSensitive(text, about);
  let found: string | null = scan.findings[0]?.class ?? null;
  const mark = (name: string, replacement: string) => () => {
    found ??= name;
    return replacement;
  };
  const cleaned = (found === null ? scan.text : cut(scan))
    .replace(PHONE, mark("phone", "[number]"))
    .replace(LONG_NUMBER, mark("payment-card", "[number]"))
    .replace(LONG_TOKEN, mark("api-key", "[token]"));
  // Unless something was cut, the text stays as it was written, not as it was normalised.
  const safe = (found === null ? text : cleaned).replace(/\p{Surrogate}/gu, "\ufffd").replace(CONTROLS, " ");
  if (safe.length > limit) {
    return { text: `${safe.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`, cut: found };
  }
  if (found === null && safe === text && text.length <= 64 && about.isAddress !== true && !MANY_DIGITS.test(text))
    remember(text);
  return { text: safe, cut: found };
}

function remember(text: string): void {
  if (known.size >= 4096) known.clear();
  known.add(text);
}
