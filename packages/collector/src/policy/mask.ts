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

/**
 * Hides a value but for what tells its kind. A mask's form depends on its class alone, never on the value's length.
 *
 * @param name The field's class.
 * @returns `j•••@gmail.com`, `•••42`, `J•••`, or `•••`.
 */
export function mask(name: string, value: unknown): string {
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
    default:
      return HIDDEN;
  }
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

/** The first letter, of a value that has more than one: else the mask would be the value. */
function initial(value: string): string {
  const [first, second] = value;
  return first !== undefined && second !== undefined && /[\p{L}\p{N}]/u.test(first) ? first : "";
}
