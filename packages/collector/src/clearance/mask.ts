import { countriesOf } from "../policy/countries-of.js";
import { SMALL_ZIPS } from "../policy/generalise.js";

const HIDDEN = "•••";

/** Providers whose domain says nothing of a person. Any other domain may be an employer's, or one's own name. */
const MAIL_DOMAINS = new Set(
  (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com " +
    "gmx.com gmx.de gmx.net web.de t-online.de freenet.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com " +
    "zoho.com fastmail.com hey.com tutanota.com tuta.com qq.com 163.com 126.com naver.com daum.net yahoo.co.jp yahoo.co.uk " +
    "hotmail.co.uk hotmail.fr hotmail.it hotmail.es outlook.fr outlook.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr " +
    "libero.it virgilio.it wp.pl o2.pl onet.pl seznam.cz bol.com.br uol.com.br terra.com.br comcast.net verizon.net att.net"
  ).split(" "),
);

/** The same rule hides the year of birth of whoever is older than 89. */
const OLDEST = 89;

export interface MaskAbout {
  /** Where the visitor is: `US`, `US-CA`, or all of several places with spaces between. */
  readonly country?: string | undefined;
  /** Milliseconds since 1970. @default now */
  readonly now?: number;
}

/**
 * Hides a value but for what tells its kind. A mask's form depends on its class alone, never on the value's length: but a phone's,
 * whose last digits of few would tell too much.
 *
 * @param name The field's class.
 * @returns `j•••@gmail.com`, `•••42`, `J•••`, `1984-••-••`, `941••`, `DE•••`, or `•••`.
 */
export function mask(name: string, value: unknown, { country, now = Date.now() }: MaskAbout = {}): string {
  if (typeof value !== "string") return HIDDEN;
  switch (name) {
    case "email":
      return maskEmail(value.trim());
    case "phone":
      return maskPhone(value);
    case "name":
    case "given-name":
    case "family-name":
    case "card-holder":
      return maskName(value.trim());
    case "birthday":
      return maskBirthday(value.trim(), new Date(now).getUTCFullYear());
    case "date":
      return maskDate(value.trim());
    case "postal-code":
      return countriesOf((country ?? "").split(" ")).join() === "US" ? maskZip(value.trim()) : HIDDEN;
    case "iban":
      return /^[A-Z]{2}\d{2}/i.test(value) ? `${value.slice(0, 2).toUpperCase()}${HIDDEN}` : HIDDEN;
    default:
      return HIDDEN;
  }
}

/** The one year that a date names, or null where there is none or more than one. */
function yearOf(value: string): number | null {
  const years = value.match(/(?<!\d)(?:19|20)\d{2}(?!\d)/g) ?? [];
  return years.length === 1 && value.length <= 40 ? Number(years[0]) : null;
}

function maskDate(value: string): string {
  const year = yearOf(value);
  return year === null ? HIDDEN : `${year}-••-••`;
}

function maskBirthday(value: string, today: number): string {
  const year = yearOf(value);
  return year === null || year > today || today - year > OLDEST ? HIDDEN : `${year}-••-••`;
}

/** The first three digits, or 000 where few people share them. */
function maskZip(value: string): string {
  const zip3 = /^(\d{3})\d{2}(-?\d{4})?$/.exec(value)?.[1];
  if (zip3 === undefined) return HIDDEN;
  return `${SMALL_ZIPS.has(zip3) ? "000" : zip3}••`;
}

function maskEmail(value: string): string {
  const match = /^([^\s@]+)@([^\s@]+)$/.exec(value);
  if (match === null) return HIDDEN;
  const [, local, domain] = match as unknown as [string, string, string];
  const shown = MAIL_DOMAINS.has(domain.toLowerCase()) ? domain.toLowerCase() : HIDDEN;
  return `${initial(local)}${HIDDEN}@${shown}`;
}

/** The last two digits, of a number long enough that they tell little. */
function maskPhone(value: string): string {
  const digits = value.replace(/\D/g, "");
  return digits.length < 7 ? HIDDEN : `${HIDDEN}${digits.slice(-2)}`;
}

function maskName(value: string): string {
  return `${initial(value)}${HIDDEN}`;
}

/** The first letter, of a value of one letter too: were it hidden there, the mask would tell that there is no more. */
function initial(value: string): string {
  const [first] = value;
  return first !== undefined && /[\p{L}\p{N}]/u.test(first) ? first : "";
}
