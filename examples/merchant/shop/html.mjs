/** Text that is HTML already and goes into a page as it is. */
export class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** @typedef {Html | string | number | false | null | undefined} Piece */

const ESCAPES = /** @type {Readonly<Record<string, string>>} */ ({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
});

/**
 * Template tag that escapes whatever is put in, unless it is Html itself: what a visitor typed comes back as text.
 *
 * @param {TemplateStringsArray} strings
 * @param {...(Piece | readonly Piece[])} values `false`, `null` and `undefined` leave nothing behind.
 * @returns {Html}
 */
export function html(strings, ...values) {
  return new Html(strings.reduce((text, part, i) => text + toHtml(values[i - 1]) + part));
}

/**
 * @param {Piece | readonly Piece[]} value
 * @returns {string}
 */
function toHtml(value) {
  if (value === false || value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(toHtml).join("");
  if (value instanceof Html) return value.text;
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
