import { type Backups, createBackups, keptScripts } from "../backup/index.js";
import { type DataDir, readSettledCustody } from "../data-directory/open-data-dir.js";
import type { Catalog } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";
import type { Settings } from "../settings/settings.js";

/** @returns Backups of an open data directory. */
export function backupsOf(
  { data, backupDays }: Pick<Settings, "data" | "backupDays">,
  { catalog, dataDir, store }: { readonly catalog: Catalog; readonly dataDir: DataDir; readonly store: EventStore },
): Backups {
  return createBackups({
    ...{ catalog, archive: store.archive, backupDays, now: Date.now },
    custody: () => readSettledCustody(data),
    scripts: () => keptScripts(dataDir.scripts),
  });
}
