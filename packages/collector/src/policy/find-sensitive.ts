import type { FieldClass } from "@wayseal/protocol";
import { findCards, type Span } from "./find-cards.js";
import { findIbans } from "./find-ibans.js";
import { findIds } from "./find-ids.js";
import { normalise } from "./normalise.js";

/** What a stretch of text turned out to hold. */
export interface Finding extends Span {
  readonly class: FieldClass;
}

export interface Scan {
  /** The text that findings refer to: as it reads, not as it was encoded. */
  readonly text: string;
  /** In order, not overlapping. */
  readonly findings: readonly Finding[];
}

/** Each begins where a word does, so that no long word is searched again from each of its letters. */
const PATTERNS: readonly (readonly [FieldClass, RegExp])[] = [
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
/** Percent-encoding, and HTML's character references that stand for digits, letters and signs of ASCII. */
const ESCAPE = /%[0-9a-f]{2}|&(?:#\d{2,4}|#x[0-9a-f]{2,3}|commat|period|amp);/i;
/** How often one encoding may stand within another. */
const DEPTH = 3;
/** Base64 and base64url. */
const BASE64 = /(?<![\w+/-])[\w+/-]{16,}={0,2}/g;
// eslint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u0008\u000e-\u001f\ufffd]/;

/**
 * Finds what must never be stored (card numbers, security codes, passwords, keys and tokens) and what is more sensitive
 * than the text around it (e-mail addresses, IBANs, national ids), in any digits, and behind percent-encoding, HTML's
 * character references and base64, up to three of them within each other.
 */
export function findSensitive(text: string): Scan {
  let best: Scan = { text: normalise(text), findings: [] };
  best = { ...best, findings: scan(best.text, 0) };
  let plain = best.text;
  for (let depth = 0; depth < DEPTH && ESCAPE.test(plain); depth++) {
    plain = normalise(decode(plain));
    const hidden = scan(plain, 0);
    // As it reads, not as it is written: digits of the escapes themselves may look like a card's.
    if (hidden.length > 0) best = { text: plain, findings: hidden };
  }
  return best;
}

/** @returns The text with each finding replaced by what it was: `[email]`, `[number]` or `[token]`. */
export function cut({ text, findings }: Scan): string {
  let result = "";
  let offset = 0;
  for (const finding of findings) {
    result += `${text.slice(offset, finding.start)}[${MARKS[finding.class] ?? "token"}]`;
    offset = finding.end;
  }
  return result + text.slice(offset);
}

const MARKS: Partial<Record<FieldClass, string>> = {
  email: "email",
  "payment-card": "number",
  iban: "number",
  "national-id": "number",
  "card-security-code": "number",
  "one-time-code": "number",
};

/**
 * Every finding has one of these: three digits near each other, a sign that a value follows, or how a key begins. Most
 * texts have none, and are told apart by one search.
 */
const SUSPECT =
  /\d\D{0,3}\d\D{0,3}\d|[=:@]|eyJ|-----|[_-]\w{8}|A[KS]IA|AIza|EAA|SG\.|[Bb]earer|BEARER|[Bb]asic|BASIC|[\w+/-]{16}/;

function scan(text: string, depth: number): Finding[] {
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
  for (const span of findCards(text)) found.push({ class: "payment-card", ...span });
  for (const span of findIbans(text)) found.push({ class: "iban", ...span });
  for (const span of findIds(text)) found.push({ class: "national-id", ...span });
  // What is decoded is three quarters as long, so that all of it together stays linear.
  if (depth < DEPTH) {
    for (const { 0: run, index } of text.matchAll(BASE64)) {
      const decoded = Buffer.from(run, "base64").toString("utf8");
      const [hidden] = UNREADABLE.test(decoded) ? [] : scan(normalise(decoded), depth + 1);
      if (hidden) found.push({ class: hidden.class, start: index, end: index + run.length });
    }
  }
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.reduce<Finding[]>((merged, finding) => {
    const last = merged.at(-1);
    if (last === undefined || finding.start >= last.end) merged.push(finding);
    else {
      // A card number may stand in an address: what is never stored decides for both.
      const name = MILDER.has(last.class) ? finding.class : last.class;
      merged[merged.length - 1] = { ...last, class: name, end: Math.max(last.end, finding.end) };
    }
    return merged;
  }, []);
}

/** Classes that may be stored, sealed; all others that are found here never are. */
const MILDER: ReadonlySet<FieldClass> = new Set(["email", "iban", "national-id"]);

const NAMED: Readonly<Record<string, string>> = { commat: "@", period: ".", amp: "&" };

/** Decodes what can be decoded, and leaves the rest as it is. */
function decode(text: string): string {
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8"))
    .replace(/&(?:#(\d{2,4})|#x([0-9a-f]{2,3})|(commat|period|amp));/gi, (_, decimal, hex, name: string) =>
      name
        ? (NAMED[name.toLowerCase()] ?? "")
        : String.fromCharCode(decimal ? Number(decimal) : parseInt(String(hex), 16)),
    );
}
