import type { BackupRecord, Proof } from "../ports/backups.js";
import type { Catalog } from "../ports/catalog.js";
import { staleKeys, type BackupDone } from "./create-backups.js";

/** What a catalog knows of its backups, and of copies of keys that were shown to open. */
export interface BackupState {
  /** Those that backups are sealed to. */
  readonly keys: readonly { readonly id: string; readonly created: number }[];
  readonly backups: readonly BackupRecord[];
  readonly stale: BackupDone["stale"];
  readonly proofs: readonly Proof[];
  /** Days after which the operator says that backups are destroyed; null: not said. */
  readonly days: number | null;
  /** KEKs under which DEKs were destroyed: older copies of those open with them until they are replaced. */
  readonly toRefresh: number;
  /** Root keys that were destroyed though backups open with them alone, up to the one of that number. */
  readonly goneRoots: readonly { readonly id: string; readonly lastBackup: number }[];
}

export async function backupState(catalog: Catalog, days: number | null): Promise<BackupState> {
  return {
    keys: (await catalog.backupKeys()).map(({ id, created }) => ({ id, created })),
    backups: await catalog.backups(),
    stale: await staleKeys(catalog),
    proofs: await catalog.proofs(),
    days,
    toRefresh: (await catalog.keks()).filter(({ destroyed }) => destroyed > 0).length,
    goneRoots: (await catalog.rootNotes()).flatMap(({ id, lastBackup }) =>
      lastBackup === null ? [] : { id, lastBackup },
    ),
  };
}
