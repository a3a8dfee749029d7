import { cutTyped } from "./typed.js";

/**
 * Runs of 9 and more digits of any script, with what people put between them: card, account, phone and id numbers. Or six
 * and more in a row.
 */
const NUMBER = /\+?\p{Nd}(?:[ .\-/()_]{0,2}\p{Nd}){8,}|\p{Nd}{6,}/gu;
const EMAIL = /[^\s@<>"'(),:;]+@[^\s@<>"'(),:;]+\.[^\s@<>"'(),:;]+/g;
/** What no person writes: 16 and more letters with digits among them, no hyphen between, and what hangs on to them. */
const TOKEN = /(?=[a-z~+/=]*\d)(?=[\d~+/=]*[a-z])[a-z\d~+/=]{16,}[\w.~+/=-]*/gi;
/** British national insurance numbers: the one common id with fewer than nine digits and a shape of its own. */
const NINO = /\b[a-z]{2} ?(?:\d ?){6}[a-d]\b/gi;

/**
 * Cuts e-mail addresses, tokens, long numbers and what was typed out of text that a page shows, such as titles and labels.
 *
 * @param limit UTF-16 units to keep.
 * @param neverOnly Of what was typed, cut only what is of a `never` class.
 * @param whole Of what was typed, leave single words.
 */
export function cleanText(text: string, limit: number, neverOnly?: boolean, whole?: boolean): string {
  return (
    cutTyped(
      text
        .normalize("NFKC")
        .replace(/\s+/g, " ")
        .trim()
        .slice(0, 4 * limit),
      neverOnly,
      whole,
    )
      .replace(EMAIL, "[email]")
      .replace(TOKEN, "[token]")
      .replace(NINO, "[number]")
      .replace(NUMBER, "[number]")
      .slice(0, limit)
      // The cut may have halved a surrogate pair.
      .replace(/[\ud800-\udbff]$/, "")
  );
}
