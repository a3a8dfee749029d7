import type { Level } from "@wayseal/protocol";
import type { Purpose } from "./purposes.js";
import type { Right } from "./rights.js";
import type { RoleName } from "./roles.js";

/** Classes and fields by name. A field is `form/field`, or `type.path` outside forms; `*` stands for a whole part. */
export interface FieldList {
  readonly classes: readonly string[];
  readonly fields: readonly string[];
}

/** What a person or token may do and see, as the catalog keeps it. */
export interface Access {
  readonly roles: readonly RoleName[];
  /** Rights beyond those of the roles. */
  readonly rights: readonly Right[];
  /** The highest level that they may read. */
  readonly clearance: Level;
  readonly sites: "*" | readonly string[];
  /** Where visitors are whose data they may see: countries (`DE`), regions (`US-CA`), or `EU`. */
  readonly jurisdictions: "*" | readonly string[];
  readonly purposes: "*" | readonly Purpose[];
  /** Only these; null: all. */
  readonly allow: FieldList | null;
  /** Never these, whatever else is said. */
  readonly deny: FieldList;
}

export const NO_FIELDS: FieldList = { classes: [], fields: [] };
