/** Values of the decimal digits of scripts other than Latin: Arabic-Indic, Devanagari, … Unicode keeps each run 0 to 9. */
const VALUES = new Map<string, string>();
for (let code = 0x0660, seen = 0; code <= 0x1fbf9; code++) {
  const character = String.fromCodePoint(code);
  if (/\p{Nd}/u.test(character)) VALUES.set(character, String(seen++ % 10));
}
// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;
const DIGIT = /\p{Nd}/gu;
/** Characters that show nothing and could stand between two digits: soft hyphen, zero-width ones, direction marks. */
const UNSEEN =
  /\u00ad|\u034f|\u061c|\u115f|\u1160|[\u17b4\u17b5]|[\u180b-\u180f]|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|[\ufe00-\ufe0f]|\ufeff/g;

/** @returns The text as it reads: compatibility forms (full-width, circled) folded, unseen characters gone, ASCII digits. */
export function normalise(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .normalize("NFKC")
    .replace(UNSEEN, "")
    .replace(DIGIT, (digit) => VALUES.get(digit) ?? digit);
}
