import type { OtherKey } from "../api.js";
import { levelOfPurpose, QUARANTINE_LEVEL } from "../keys/contexts.js";
import type { Catalog } from "../ports/catalog.js";

/**
 * Keys that stand outside the hierarchy of KEKs and DEKs, and those that backups are sealed to, as the command line, the API and
 * the console tell of them.
 *
 * @param site Of one site, with the install's own; undefined: all.
 */
export async function otherKeys(
  { catalog, now }: { readonly catalog: Catalog; readonly now: () => number },
  site: string | undefined,
): Promise<readonly OtherKey[]> {
  const uses = await catalog.otherKeyUses();
  const use = (purpose: string, at: string, of: string) => {
    const { needs = 0, last = null } =
      uses.find((one) => one.purpose === purpose && one.site === at && one.of === of) ?? {};
    return { needs, lastUse: last };
  };
  const today = new Date(now()).toISOString().slice(0, 10);
  const backups = (await catalog.backups()).filter(
    ({ finished, destroyed }) => finished !== null && destroyed === null,
  );
  const lastBackup = backups.reduce((last, { at }) => Math.max(last, at), 0);
  const keys: OtherKey[] = [
    ...(await catalog.ownKeys()).map(({ purpose, site, name, created }) => ({
      ...{ purpose, site, of: name, level: levelOfPurpose(purpose), state: "current" as const, created },
      // What hashes are stored in sealed values is not to be counted from here.
      ...(purpose === "blind-index" && name === "hash" ? { needs: null, lastUse: null } : use(purpose, site, name)),
    })),
    ...(await catalog.quarantineKeks()).map(({ site, day, created }) => ({
      ...{ purpose: "quarantine" as const, site, of: day, level: QUARANTINE_LEVEL },
      ...{ state: day === today ? ("current" as const) : ("old" as const), created },
      ...use("quarantine", site, day),
    })),
    ...(await catalog.backupKeys()).map(({ id, created }) => ({
      ...{ purpose: "backup" as const, site: "", of: id, level: null, state: "current" as const, created },
      // Which of several opens a backup stands in its manifest, wherever that is.
      ...{
        needs: backups.filter(({ at }) => at >= created).length,
        lastUse: lastBackup >= created ? lastBackup : null,
      },
    })),
  ];
  return keys
    .filter((key) => site === undefined || key.site === "" || key.site === site)
    .sort((a, b) => a.site.localeCompare(b.site) || a.purpose.localeCompare(b.purpose) || a.of.localeCompare(b.of));
}
