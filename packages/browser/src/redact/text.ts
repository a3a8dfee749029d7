/** Runs of 9 and more digits of any script, with what people put between them: card, account, phone and id numbers. */
const LONG_NUMBER = /\+?\p{Nd}(?:[ \u00a0.\-/()_]{0,2}\p{Nd}){8,}/gu;
/** Six and more digits in a row. */
const NUMBER = /\p{Nd}{6,}/gu;
const EMAIL = /[^\s@<>"'(),:;]+@[^\s@<>"'(),:;]+\.[^\s@<>"'(),:;]+/g;
/** Bare words that no person writes: 20 and more letters and digits, of which some are digits. */
const TOKEN = /(?=[\w.~+/=-]*\d)(?=[\w.~+/=-]*[a-z])[\w~+/=-]{20,}(?:\.[\w~+/=-]+)*/giu;
/** British national insurance numbers: the one common id with fewer than nine digits and a shape of its own. */
const NINO = /\b[a-z]{2} ?(?:\d ?){6}[a-d]\b/gi;

/**
 * Cuts e-mail addresses, tokens and long numbers out of text that a page shows, such as titles and labels.
 *
 * @param limit UTF-16 units to keep.
 */
export function cleanText(text: string, limit: number): string {
  return text
    .normalize("NFKC")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 4 * limit)
    .replace(EMAIL, "[email]")
    .replace(TOKEN, "[token]")
    .replace(LONG_NUMBER, "[number]")
    .replace(NINO, "[number]")
    .replace(NUMBER, "[number]")
    .slice(0, limit)
    // The cut may have halved a surrogate pair.
    .replace(/[\ud800-\udbff]$/, "");
}
