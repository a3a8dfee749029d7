import { domainToASCII } from "node:url";
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { normalise } from "../policy/normalise.js";
import type { LookupClass } from "./classes.js";

/** RFC 5321 §4.5.3.1: a path has at most 256 characters. Anything longer is no value of these classes. */
const MOST = 256;
const EMAIL = /^([^\s@<>()[\],;:\\"]{1,64})@([^\s@<>()[\],;:\\"]{1,253})$/;

/**
 * Brings a value into the form that all its spellings share, so that their HMACs are one.
 *
 * - `email`: without spaces around, in lower case, its domain in ASCII. Mailbox rules of single providers (dots, `+tag`)
 *   are theirs to change: two such addresses stay two.
 * - `phone`: E.164. A number without a country code needs `country`; without one it is nobody's for sure.
 * - `user-id`: as it is, without spaces around. Upper and lower case may be two people.
 *
 * @param country ISO 3166-1 alpha-2, of whoever wrote the value.
 * @returns Null where it is no value of the class.
 */
export function normaliseValue(name: LookupClass, value: string, country?: string): string | null {
  const text = normalise(value).trim();
  if (text === "" || text.length > MOST) return null;
  switch (name) {
    case "email":
      return emailOf(text);
    case "phone":
      return phoneOf(text, country?.toUpperCase());
    case "user-id":
      return text.normalize("NFC");
  }
}

function emailOf(text: string): string | null {
  const [, local, host] = EMAIL.exec(text.replace(/^mailto:/i, "")) ?? [];
  if (local === undefined || host === undefined) return null;
  const domain = domainToASCII(host);
  return domain.includes(".") ? `${local.normalize("NFC").toLowerCase()}@${domain}` : null;
}

function phoneOf(text: string, country: string | undefined): string | null {
  const number = parsePhoneNumberFromString(text.replace(/^tel:/i, ""), {
    ...(country !== undefined && isSupportedCountry(country) && { defaultCountry: country }),
    // The whole of it, or nothing: a number inside other words is not what the field holds.
    extract: false,
  });
  return number?.isPossible() === true ? number.number : null;
}
