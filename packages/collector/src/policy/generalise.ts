import type { JsonValue } from "@wayseal/protocol";

/**
 * ZIP areas of 20,000 people or fewer, for which 45 CFR § 164.514(b)(2)(i)(B) wants 000: the 17 of the census of 2000 that HHS
 * lists, and six that are so small by the census of 2010 alone (202, 204, 205, 369, 753, 772). An area that grew stays in.
 */
export const SMALL_ZIPS = new Set(
  "036 059 063 102 202 203 204 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893".split(" "),
);

/**
 * Makes a value coarser, by its class: a date to its year, a postal code to its area, coordinates to about eleven
 * kilometres, an IP address to its network.
 *
 * @returns Null where nothing coarser is known: it is to be removed then.
 */
export function generalise(name: string, value: JsonValue): JsonValue {
  if (typeof value === "number") return generaliseNumber(name, value);
  if (typeof value !== "string") return null;
  const text = value.normalize("NFKC").trim();
  switch (name) {
    case "birthday":
      return birthYear(text);
    case "date":
      return /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(text)?.[0] ?? null;
    case "child-age":
      return age(text);
    case "postal-code":
      return postalArea(text);
    case "location":
      return coordinates(text);
    case "ip-address":
      return network(text);
    default:
      return null;
  }
}

function generaliseNumber(name: string, value: number): JsonValue {
  switch (name) {
    case "location":
      return Math.round(value * 10) / 10;
    case "birthday":
    case "date":
    case "child-age":
    case "postal-code":
      return generalise(name, String(value));
    default:
      return null;
  }
}

/** Of somebody over 89 the year tells too much: such years stand together. */
function birthYear(text: string): string | null {
  const year = /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(text)?.[0] ?? /^((?:19|20)\d\d)\d{4}$/.exec(text)?.[1];
  if (year === undefined) return /^\d{1,3}$/.test(text) ? age(text) : null;
  const oldest = new Date().getUTCFullYear() - 89;
  return Number(year) < oldest ? `before ${oldest}` : year;
}

function age(text: string): string | null {
  if (!/^\d{1,3}$/.test(text)) return null;
  return Number(text) > 89 ? "90 or more" : text;
}

function postalArea(text: string): string | null {
  if (/^\d{5}(?:-?\d{4})?$/.test(text)) {
    const area = text.slice(0, 3);
    return SMALL_ZIPS.has(area) ? "000" : area;
  }
  // Elsewhere what comes first names the area: `SW1A 1AA`, `K1A 0B1`, `1010`, `100-0001`.
  const letters = /^[A-Z]{1,2}\d[A-Z\d]?(?=\s|\d[A-Z]{2}$|\d[A-Z]\d$)/i.exec(text)?.[0];
  return letters?.toUpperCase() ?? /^\d{2}(?=[\d -]*$)/.exec(text)?.[0] ?? null;
}

function coordinates(text: string): string | null {
  const found = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*(?:[,;/ ]\s*(-?\d{1,3}(?:\.\d+)?))?\s*$/.exec(text);
  if (found === null) return null;
  return found
    .slice(1)
    .filter((part) => part !== undefined)
    .map((part) => Number(part).toFixed(1))
    .join(", ");
}

/** The last octet of IPv4 and all but the first 48 bits of IPv6 go. */
function network(text: string): string | null {
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(text)?.[1];
  if (four !== undefined) return `${four}.0`;
  if (!/^[\da-f:]+$/i.test(text) || !text.includes(":")) return null;
  const head = (text.split("::")[0] as string).split(":").slice(0, 3).filter(Boolean);
  return head.length === 0 ? null : `${head.join(":").toLowerCase()}::`;
}
