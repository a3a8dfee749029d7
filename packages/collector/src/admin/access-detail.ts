import type { AccessAsked } from "../clearance/compose-access.js";
import type { AuditEntry } from "../ports/audit.js";

/** What somebody is given, as far as it was said: names of the closed lists, and how many fields their own lists name. */
export function accessDetail({
  clearance,
  sites,
  roles,
  rights,
  jurisdictions,
  purposes,
  allow,
  deny,
}: AccessAsked): NonNullable<AuditEntry["detail"]> {
  return {
    ...(clearance !== undefined && { clearance }),
    ...(sites !== undefined && { sites: list(sites) }),
    ...(roles !== undefined && { roles: list(roles) }),
    ...(rights !== undefined && { rights: list(rights) }),
    ...(jurisdictions !== undefined && { jurisdictions: list(jurisdictions) }),
    ...(purposes !== undefined && { purposes: list(purposes) }),
    // A class that there is not is refused before it comes to anything, and may be anything until then.
    ...(allow !== undefined && { allows: allow === null ? "*" : allow.classes.length + allow.fields.length }),
    ...(deny !== undefined && { denies: deny.classes.length + deny.fields.length }),
  };
}

const list = (names: "*" | readonly string[]) => (names === "*" ? "*" : names.join(",").slice(0, 256));
