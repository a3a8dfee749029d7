import type { SealedLevel } from "@wayseal/protocol";
import type { OtherKey } from "../api.js";
import { HASH_NAME, levelOfOwnKey, pendingLevel, QUARANTINE_LEVEL } from "../keys/contexts.js";
import type { Catalog } from "../ports/catalog.js";
import type { LevelKey } from "../ports/custody.js";

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
      ...{ purpose, site, of: name, level: levelOfOwnKey({ purpose, name }), state: "current" as const, created },
      // What hashes are stored in sealed values is not to be counted from here.
      ...(purpose === "blind-index" && name === HASH_NAME ? { needs: null, lastUse: null } : use(purpose, site, name)),
    })),
    // Of these the key is the level's own pair, which is listed with the levels.
    ...(await pendingOf(catalog)).map(({ site, count, last, level, key }) => ({
      ...{ purpose: "pending-index" as const, site, of: key.id, level, state: "current" as const },
      ...{ created: key.created, needs: count, lastUse: last },
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

/** What waits to be indexed, by site and the pair that it is sealed to. */
async function pendingOf(catalog: Pick<Catalog, "pendingIndexSums" | "levelKeys">) {
  const sums = await catalog.pendingIndexSums();
  if (sums.length === 0) return [];
  const keys = (await catalog.levelKeys()).filter(({ state }) => state === "current");
  const found = new Map<string, { site: string; level: SealedLevel; count: number; last: number; key: LevelKey }>();
  for (const { site, level: own, count, last } of sums) {
    const level = pendingLevel(own);
    const key = keys.find((key) => key.level === level);
    if (key === undefined) continue;
    const before = found.get(`${site} ${level}`);
    const newest = Math.max(last, before?.last ?? 0);
    found.set(`${site} ${level}`, { site, level, key, count: count + (before?.count ?? 0), last: newest });
  }
  return [...found.values()];
}
