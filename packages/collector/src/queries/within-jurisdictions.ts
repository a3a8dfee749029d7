import { coveredPlaces } from "../clearance/covers-jurisdiction.js";
import type { Viewer } from "../viewer.js";

/** Whose law held, else the country that is known: all of several, with spaces between. */
const WHERE = "if(jurisdiction != '', jurisdiction, country)";

/**
 * @returns A condition on events that lie within the viewer's jurisdictions, and what it binds: what `coversJurisdiction`
 * says of one event. Who holds a country holds its regions, and not the other way round. Where it is not known where a visitor
 * is, only a viewer of all jurisdictions sees them.
 */
export function withinJurisdictions({ jurisdictions }: Viewer): {
  readonly sql: string;
  readonly params: { readonly held?: string };
} {
  const places = coveredPlaces(jurisdictions);
  if (places === null) return { sql: "1", params: {} };
  const held = "splitByChar(',', {held:String})";
  return {
    sql: `(${WHERE} != '' AND arrayAll(at -> has(${held}, at) OR has(${held}, substring(at, 1, 2)), splitByChar(' ', ${WHERE})))`,
    params: { held: places.join(",") },
  };
}
