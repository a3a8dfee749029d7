import type { FieldClass } from "@wayseal/protocol";

/**
 * The classes whose values leave no browser, with the words that programs and English pages tell them by; the chunk knows
 * more, and until it is here no field's value leaves at all. They are looked for inside longer words too, since one field
 * too many costs a statistic and one too few a secret. A space is an edge of a word. The protocol's table names the same
 * classes, and a test compares them: the whole table would cost the script half a kilobyte.
 */
export const NEVER_WORDS = {
  "one-time-code":
    / [mt]?otp |one ?time|2 ?fa |mfa |verif\w* (code|num|pin)|(sms|auth\w*|access|confirm\w*|login) (code|pin)|passcode| tan /,
  "card-security-code": / c?cc?(vv|vc|sc|vn|id|av)2? |cvv|cvc|(card|security) ?(code|verif|id )/,
  "card-expiry": / exp | exp ?[dmy]|expir| valid (th|un|to)| mm ?(yy|aa|jj)/,
  "payment-card":
    /card ?(num|no |nr|n |#|digit)|num\w* of .{0,9}card|cc ?(num|no|nr|card)|(credit|debit|payment) ?card| pan /,
  "security-answer": /(secur|secret)\w* (quest|answ)|memorable|maiden/,
  "api-key": /api ?key|(secret|private|access|client) ?(key|token|secret)|seed phr|mnemonic|recovery (phr|key)|bearer/,
  password: /passw|pass ?(phr|conf|wd)| \w{0,5}pass |pwd| psw| pw |kennw|contrase|senha|haslo|sifre|parola| pin /,
} satisfies Partial<Record<FieldClass, RegExp>>;

/** @returns Whether no value of the class may leave. */
export function isNever(name: string | null | undefined): boolean {
  return !!name && Object.hasOwn(NEVER_WORDS, name);
}
