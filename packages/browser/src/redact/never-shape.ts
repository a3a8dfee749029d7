/**
 * Thirteen to nineteen digits of any script with spaces, dots or hyphens between, looked for from the beginning of each
 * group: what follows a card number, such as its expiry, must not hide it.
 */
const CARD = /(?=(\+?\p{Nd}(?:[\s.\u2010-\u2015-]{0,2}\p{Nd}){12,18}))\+?\p{Nd}+/gu;
/** Private keys, JSON web tokens, and the prefixes that well-known services give their secrets. */
const SECRET =
  /-----BEGIN|\beyJ[\w-]{8,}\.[\w-]+\.|\b(?:sk|rk|pk)_(?:live|test)_|\bAKIA[A-Z\d]{16}|\bgh[pousr]_\w{20}|\bxox[abp]-/;

/** @returns The `never` class that a value's own shape shows, whatever its field is called. */
export function neverShape(value: string): "api-key" | "payment-card" | undefined {
  const text = value.normalize("NFKC");
  if (SECRET.test(text)) return "api-key";
  for (const [, run] of text.matchAll(CARD)) if (isCard(run as string)) return "payment-card";
  return undefined;
}

/**
 * Whether digits begin with a card's number: no 0, 1 or 7 in front (ISO/IEC 7812-1 gives those to airlines, petrol and
 * others, and times in milliseconds begin so), and Luhn's check. A plus in front makes up to fifteen a phone number
 * (E.164). Digits of other scripts are not worth a table: so many in a row count as a card.
 */
function isCard(run: string): boolean {
  const digits = run.replace(/[^\p{Nd}]/gu, "");
  if (/\D/.test(digits)) return true;
  if (/^[017]/.test(digits) || (run[0] === "+" && digits.length < 16)) return false;
  for (let length = 13; length <= digits.length; length++) {
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const digit = Number(digits[length - 1 - i]) * (i % 2 ? 2 : 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    if (sum % 10 === 0) return true;
  }
  return false;
}
