import { levelOfPurpose, QUARANTINE_LEVEL } from "../keys/contexts.js";
import type { AdminParts } from "./operation.js";

/** A key that stands outside the hierarchy of KEKs and DEKs, or that backups are sealed to. Times are milliseconds since 1970. */
export interface OtherKeyListed {
  readonly purpose: "receipt" | "blind-index" | "request" | "audit" | "quarantine" | "backup";
  /** Empty for the install's. */
  readonly site: string;
  /** What it is for within its purpose: a class, a day; the id of a backup key. */
  readonly of: string;
  /** The level whose root key keeps it, where that has one of its own; null: the common one, or none here. */
  readonly level: string | null;
  readonly created: number;
}

/** @param site Of one site, with the install's own; undefined: all. */
export async function otherKeys(
  { catalog }: Pick<AdminParts, "catalog">,
  site: string | undefined,
): Promise<readonly OtherKeyListed[]> {
  const keys: OtherKeyListed[] = [
    ...(await catalog.ownKeys()).map(({ purpose, site, name, created }) => ({
      ...{ purpose, site, of: name, created },
      level: levelOfPurpose(purpose),
    })),
    ...(await catalog.quarantineKeks()).map(({ site, day, created }) => ({
      ...{ purpose: "quarantine" as const, site, of: day, created },
      level: QUARANTINE_LEVEL,
    })),
    ...(await catalog.backupKeys()).map(({ id, created }) => ({
      ...{ purpose: "backup" as const, site: "", of: id, created },
      level: null,
    })),
  ];
  return keys
    .filter((key) => site === undefined || key.site === "" || key.site === site)
    .sort((a, b) => a.site.localeCompare(b.site) || a.purpose.localeCompare(b.purpose) || a.of.localeCompare(b.of));
}
