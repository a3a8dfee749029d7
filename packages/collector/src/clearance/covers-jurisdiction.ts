/** Members of the European Economic Area, where the GDPR is law: ISO 3166-1 alpha-2. */
const EU = new Set(
  ("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE " + "IS LI NO").split(" "),
);

/** A country, a region of one, or the EU. */
export const JURISDICTION = /^(EU|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/;

/**
 * @param held What somebody may see: `DE`, `US-CA` or `EU`.
 * @param where Where the visitor is, all of several with spaces between; empty where that is not known, which nothing but
 *   `*` covers.
 */
export function coversJurisdiction(held: "*" | readonly string[], where: string): boolean {
  if (held === "*") return true;
  if (where.includes(" ")) return where.split(" ").every((one) => coversJurisdiction(held, one));
  const country = where.slice(0, 2);
  return where !== "" && held.some((one) => one === where || one === country || (one === "EU" && EU.has(country)));
}

/** @returns Every place that `held` names, the EU as its countries, for a question about places; null: all. */
export function coveredPlaces(held: "*" | readonly string[]): readonly string[] | null {
  if (held === "*") return null;
  return [...new Set(held.flatMap((one) => (one === "EU" ? [...EU] : [one])))];
}
