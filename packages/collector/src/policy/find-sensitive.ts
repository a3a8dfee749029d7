import { FIELD_CLASSES, type FieldClass, type Treatment } from "@wayseal/protocol";
import type { About } from "./content-words.js";
import { digitGroups } from "./digit-groups.js";
import { findBirthdays } from "./find-birthdays.js";
import { findCards, type Span } from "./find-cards.js";
import { findCoordinates } from "./find-coordinates.js";
import { findIbans } from "./find-ibans.js";
import { findIds } from "./find-ids.js";
import { findIps } from "./find-ips.js";
import { findPhones } from "./find-phones.js";
import { findWeakIds } from "./find-weak-ids.js";
import { normalise } from "./normalise.js";

/** The classes that content tells, and what is put in the place of such a value where it is cut out. */
const MARKS = {
  email: "email",
  "payment-card": "number",
  iban: "number",
  "national-id": "number",
  "tax-id": "number",
  "health-insurance": "number",
  "card-security-code": "number",
  "one-time-code": "number",
  "ip-address": "number",
  phone: "number",
  birthday: "number",
  location: "number",
  "api-key": "token",
  password: "token",
  unknown: "token",
} as const satisfies Partial<Record<FieldClass, string>>;

export type ContentClass = keyof typeof MARKS;
export const CONTENT_CLASSES = Object.keys(MARKS) as readonly ContentClass[];

/** What a stretch of text turned out to hold. */
export interface Finding extends Span {
  readonly class: ContentClass;
}

export interface Scan {
  /** The text that findings refer to: as it reads, not as it was encoded. */
  readonly text: string;
  /** In order, not overlapping. */
  readonly findings: readonly Finding[];
}

/** Each begins where a word does, so that no long word is searched again from each of its letters. */
const PATTERNS: readonly (readonly [ContentClass, RegExp])[] = [
  // JSON Web Tokens: base64url of `{"`, and two or more parts.
  ["api-key", /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3}/g],
  // Prefixes by which providers make their own secrets recognisable.
  [
    "api-key",
    /(?<![A-Za-z0-9])(?:[spr]k_(?:live|test)_\w{8,}|sk-[\w-]{16,}|whsec_\w{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|npm_\w{30,}|EAA[A-Za-z0-9]{30,}|ya29\.[\w-]{20,})/g,
  ],
  ["api-key", /(?<![A-Za-z0-9])(?:bearer|basic)\s{1,3}(?=\S{0,512}[\d=])[\w.~+/-]{12,}={0,2}/gi],
  ["api-key", /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*/g],
  [
    "api-key",
    /(?<![A-Za-z])(?:(?:access|refresh|id|auth|session|csrf|xsrf|api)[_ -]?)?(?:token|secret|api[_ -]?key|private[_ -]?key|jsessionid|phpsessid|sessionid)["']?\s{0,3}[=:]\s{0,3}["']?[^\s"'&;,<>]+/gi,
  ],
  [
    "password",
    /(?<![A-Za-z])(?:password|passwort|passwd|passphrase|pwd|passcode)["']?\s{0,3}[=:]\s{0,3}["']?[^\s"'&;,<>]+/gi,
  ],
  // The tracks of a card's stripe or chip (ISO/IEC 7813), whole: behind the number stand its expiry and its code. A browser
  // may have cut the number out already.
  ["payment-card", /%?(?<![A-Za-z])B(?:\d(?: ?\d){11,18}|\[number\])\^[^^\n]{0,40}\^[^?\n]{0,80}\??/gi],
  ["payment-card", /;?(?<![A-Za-z\d])(?:\d{12,19}|\[number\])(?:=\d{7,24}|D\d{7,24}F?(?![A-Za-z\d]))\??/g],
  ["card-security-code", /(?<![A-Za-z])(?:cvc2?|cvv2?|csc|card[_ -]?code|security[_ -]?code)\W{0,4}\d{3,4}(?!\d)/gi],
  ["one-time-code", /(?<![A-Za-z])(?:otp|totp|one[_ -]?time[_ -]?code|verification[_ -]?code)\W{0,4}\d{4,8}(?!\d)/gi],
  ["national-id", /(?<!\d)(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?!\d)/g],
];
const EMAIL = /[^\s@<>()[\]{}"'`,;:/?#=&|\\]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?\.\p{L}{2,24}/giu;
/** HTML's character references by name, of the signs that values hold. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ commat: "@", period: ".", amp: "&", num: "#", colon: ":", equals: "=", lowbar: "_", hyphen: "-" },
  ...{ comma: ",", plus: "+", lpar: "(", rpar: ")", sol: "/", excl: "!", deg: "°", quot: '"', apos: "'", nbsp: " " },
};
const NAMES = Object.keys(NAMED).join("|");
/** Percent-encoding, escapes of JSON and scripts, and HTML's character references, which browsers read without a `;` too. */
const ESCAPE = new RegExp(
  String.raw`%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|&(?:#\d{2,7}|#x[0-9a-f]{2,6}|(?:${NAMES});)`,
  "i",
);
/** How often one encoding may stand within another. */
const DEPTH = 3;
/** Base64 and base64url. */
const BASE64 = /(?<![\w+/-])[\w+/-]{16,}={0,2}/g;
// eslint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u0008\u000e-\u001f\ufffd]/;

/**
 * Finds what must never be stored (card numbers, security codes, passwords, keys and tokens) and what is more sensitive
 * than the text around it (e-mail addresses, IBANs, national ids), in any digits, and behind percent-encoding, escapes,
 * HTML's character references and base64, up to three of them within each other. What is encoded more often than that is
 * `unknown`: nobody looked into it.
 */
export function findSensitive(text: string, about: About = {}): Scan {
  return read(normalise(text), 0, about);
}

/** @param depth How many encodings were taken off already. */
function read(text: string, depth: number, about: About): Scan {
  let best: Scan = { text, findings: scan(text, depth, about) };
  let plain = text;
  for (let taken = depth; ESCAPE.test(plain); taken++) {
    const next = normalise(decode(plain));
    if (next === plain) break;
    if (taken === DEPTH) return { text: plain, findings: [wholeOf(plain, best.findings)] };
    plain = next;
    const hidden = scan(plain, taken + 1, about);
    // As it reads, not as it is written: digits of the escapes themselves may look like a card's.
    if (hidden.length > 0) best = { text: plain, findings: hidden };
  }
  return best;
}

/** All of a text, as what is strictest in it, since what else is in it is not known. */
function wholeOf(text: string, findings: readonly Finding[]): Finding {
  const name = findings.reduce<ContentClass>((worst, finding) => stricterClass(worst, finding.class), "unknown");
  return { class: name, start: 0, end: text.length };
}

/** @returns The text with each finding replaced by what it was: `[email]`, `[number]` or `[token]`. */
export function cut({ text, findings }: Scan): string {
  let result = "";
  let offset = 0;
  for (const finding of findings) {
    result += `${text.slice(offset, finding.start)}[${MARKS[finding.class]}]`;
    offset = finding.end;
  }
  return result + text.slice(offset);
}

/**
 * Every finding has one of these: three digits near each other, a sign that a value follows, or how a key begins. Most
 * texts have none, and are told apart by one search.
 */
const SUSPECT =
  /\d\D{0,3}\d\D{0,3}\d|[=:@]|eyJ|-----|[_-]\w{8}|A[KS]IA|AIza|EAA|SG\.|[Bb]earer|BEARER|[Bb]asic|BASIC|[\w+/-]{16}/;

function scan(text: string, depth: number, about: About): Finding[] {
  if (!SUSPECT.test(text)) return [];
  const found: Finding[] = [];
  for (const [name, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      found.push({ class: name, start: match.index, end: match.index + match[0].length });
    }
  }
  if (text.includes("@")) {
    for (const match of text.matchAll(EMAIL)) {
      found.push({ class: "email", start: match.index, end: match.index + match[0].length });
    }
  }
  found.push(...scanNumbers(text, about));
  // What is decoded is three quarters as long and the depth is bounded, so that all of it together stays linear.
  for (const { 0: run, index } of text.matchAll(BASE64)) {
    const decoded = Buffer.from(run, "base64").toString("utf8");
    if (UNREADABLE.test(decoded)) continue;
    const hidden: readonly Finding[] =
      depth < DEPTH ? read(normalise(decoded), depth + 1, about).findings : [wholeOf(decoded, [])];
    if (hidden.length === 0) continue;
    const name = hidden.map((finding) => finding.class).reduce(stricterClass);
    found.push({ class: name, start: index, end: index + run.length });
  }
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.reduce<Finding[]>((merged, finding) => {
    const last = merged.at(-1);
    if (last === undefined || finding.start >= last.end) merged.push(finding);
    else {
      // A card number may stand in an address: what is never stored decides for both.
      const name = stricterClass(last.class, finding.class);
      merged[merged.length - 1] = { ...last, class: name, end: Math.max(last.end, finding.end) };
    }
    return merged;
  }, []);
}

/** What is told by its digits. Each kind has so many at the least: most texts have fewer, and are asked nothing more. */
function scanNumbers(text: string, about: About): Finding[] {
  const found: Finding[] = [];
  const all = (name: ContentClass, spans: readonly Span[]): void => {
    for (const span of spans) found.push({ class: name, ...span });
  };
  const digits = countDigits(text);
  if (digits < 2) return found;
  const groups = digits < 7 ? [] : digitGroups(text);
  const phones = groups.length === 0 ? [] : findPhones(text, groups, about);
  all("phone", phones);
  // What is surely something else may hold an id's digits, or a card's: of every ten one has the right sum.
  const ibans = findIbans(text);
  all("iban", ibans);
  const left = without(text, [...ibans, ...phones.filter(({ isSure }) => isSure)]);
  const ids = findIds(left);
  found.push(...findWeakIds(left, groups, about));
  all("national-id", ids);
  all("ip-address", findIps(text, about));
  if (digits < 4) return found;
  const places = findCoordinates(text);
  all("location", places);
  all("birthday", findBirthdays(text, about));
  if (digits < 12) return found;
  const cards = findCards(without(left, places));
  if (cards.length === 0 || ids.length === 0) return (all("payment-card", cards), found);
  all("payment-card", findCards(without(left, [...places, ...ids])));
  // As long as an id and a card's number as well: what is stricter.
  const whole = new Set(ids.map(({ start, end }) => `${start} ${end}`));
  all(
    "payment-card",
    cards.filter(({ start, end }) => whole.has(`${start} ${end}`)),
  );
  return found;
}

/** @returns The text with signs that are no digits in these places. */
function without(text: string, places: readonly Span[]): string {
  if (places.length === 0) return text;
  const spans = [...places].sort((a, b) => a.start - b.start);
  let [left, at] = ["", 0];
  for (const { start, end } of spans) {
    if (end <= at) continue;
    left += text.slice(at, Math.max(at, start)) + "x".repeat(end - Math.max(at, start));
    at = end;
  }
  return left + text.slice(at);
}

/** @returns Up to twelve: of more nothing is asked. */
function countDigits(text: string): number {
  let digits = 0;
  for (let at = 0; at < text.length && digits < 12; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits++;
  }
  return digits;
}

const STRICTNESS: Readonly<Record<Treatment, number>> = { internal: 1, confidential: 2, restricted: 3, never: 4 };

/** @returns The class that the catalogue treats more strictly, the first of two alike. */
function stricterClass(first: ContentClass, second: ContentClass): ContentClass {
  return STRICTNESS[FIELD_CLASSES[second]] > STRICTNESS[FIELD_CLASSES[first]] ? second : first;
}

const REFERENCE = new RegExp(
  String.raw`&(?:#(\d{2,7});?|#x([0-9a-f]{2,6});?|(${NAMES});)|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})`,
  "gi",
);

/** Decodes what can be decoded, and leaves the rest as it is. */
function decode(text: string): string {
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8"))
    .replace(REFERENCE, (all: string, decimal?: string, hex?: string, name?: string, long?: string, short?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? all;
      const code = decimal === undefined ? parseInt((hex ?? long ?? short)!, 16) : Number(decimal);
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    });
}
