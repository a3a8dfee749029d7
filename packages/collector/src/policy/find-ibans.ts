import type { Span } from "./find-cards.js";

/** Length of an IBAN by country, from the IBAN registry. */
const LENGTHS = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 " +
    "FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 " +
    "LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 " +
    "RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const START = /(?<![A-Z0-9])[A-Z]{2}\d{2}/gi;

/**
 * Finds IBANs whose length and check digits (ISO 13616, modulo 97) are right, written whole or in groups.
 *
 * @param text Normalised.
 */
export function findIbans(text: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(START)) {
    const length = LENGTHS.get(match[0].slice(0, 2).toUpperCase());
    if (length === undefined) continue;
    let iban = "";
    let end = match.index;
    // At most one space or hyphen between two characters, so the search ends after twice the length.
    for (; iban.length < length && end < text.length; end++) {
      const character = text[end] as string;
      if (/[A-Z0-9]/i.test(character)) iban += character.toUpperCase();
      else if (!/[ -]/.test(character)) break;
    }
    if (iban.length === length && remainder(iban) === 1) found.push({ start: match.index, end });
  }
  return found;
}

function remainder(iban: string): number {
  let value = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of String(parseInt(character, 36))) value = (value * 10 + Number(digit)) % 97;
  }
  return value;
}
