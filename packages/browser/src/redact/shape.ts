import type { FieldClass } from "@wayseal/protocol";

/** Twelve to nineteen digits of any script, with spaces, dots or hyphens between. */
const CARD = /\p{Nd}(?:[ \u00a0.-]?\p{Nd}){11,18}/gu;
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
/** Private keys, JSON web tokens, and the prefixes that well-known services give their secrets. */
const SECRET =
  /-----BEGIN|\beyJ[\w-]{8,}\.[\w-]+\.|\b(?:sk|rk|pk)_(?:live|test)_|\bAKIA[A-Z\d]{16}|\bgh[pousr]_\w{20}|\bxox[abp]-/;

/** @returns The class that a value's own shape shows, whatever its field is called; null where it shows none. */
export function classOfShape(value: string): FieldClass | null {
  const text = value.normalize("NFKC").trim();
  if (SECRET.test(text)) return "api-key";
  const compact = text.replace(/[\s\-.]/g, "");
  // Before cards: an IBAN's digits may pass Luhn by chance.
  if (IBAN.test(compact.toUpperCase()) && isIban(compact.toUpperCase())) return "iban";
  if (text.match(CARD)?.some(isCard)) return "payment-card";
  if (/^\d{3}-\d{2}-\d{4}$/.test(text)) return "national-id";
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return "email";
  return null;
}

/** Luhn's check (ISO/IEC 7812-1). Digits of other scripts are not worth a table: so many in a row count as a card. */
function isCard(run: string): boolean {
  const digits = run.replace(/[^\p{Nd}]/gu, "");
  if (/\D/.test(digits)) return true;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** ISO 13616's check: modulo 97 is 1. */
function isIban(iban: string): boolean {
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) rest = Number(`${rest}${parseInt(char, 36)}`) % 97;
  return rest === 1;
}
