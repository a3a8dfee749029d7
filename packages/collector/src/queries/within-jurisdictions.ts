import { coveredCountries } from "../clearance/covers-jurisdiction.js";
import type { Viewer } from "../viewer.js";

/**
 * @returns A condition on events that lie within the viewer's jurisdictions, and what it binds. Where it is not known where
 * a visitor is, only a viewer of all jurisdictions sees them.
 */
export function withinJurisdictions({ jurisdictions }: Viewer): {
  readonly sql: string;
  readonly params: { readonly countries?: string };
} {
  const countries = coveredCountries(jurisdictions);
  if (countries === null) return { sql: "1", params: {} };
  return {
    sql: "has(splitByChar(',', {countries:String}), country) AND country != ''",
    params: { countries: countries.join(",") },
  };
}
