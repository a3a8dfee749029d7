import { callAdmin, NotRunning } from "../admin/call-admin.js";
import { BackupError, type BackupDone, type BackupProgress, type BackupWanted } from "../backup/index.js";
import { openData, openStore } from "../main.js";
import { backupsOf } from "../start/backups-of.js";
import type { Settings } from "../settings/settings.js";

const ASK_EVERY_MS = 300;

/**
 * Makes backups of a data directory: by the collector that runs on it, or else here.
 *
 * @throws {BackupError | AdminError} And what opening the data directory throws.
 */
export async function backUp(
  settings: Settings,
  wanted: BackupWanted,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupDone> {
  try {
    return await byCollector(settings, wanted, onProgress);
  } catch (error) {
    if (!(error instanceof NotRunning)) throw error;
  }
  const { catalog, keyring, dataDir } = await openData(settings);
  try {
    const store = await openStore(settings, dataDir);
    try {
      return await backupsOf(settings, { catalog, dataDir, store }).run(wanted, onProgress);
    } finally {
      await store.close();
    }
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

async function byCollector(
  { data }: Settings,
  wanted: BackupWanted,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupDone> {
  const args = { ...wanted, kinds: [...wanted.kinds] };
  let job = await callAdmin(data, "backups.start", args);
  while (job.state === "running") {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    const asked = callAdmin(data, "backups.job", { id: job.id });
    job = await asked.catch((error: unknown) => {
      if (!(error instanceof NotRunning)) throw error;
      throw new BackupError("busy", "The collector was stopped before the backup was whole");
    });
    if (job.progress !== null) onProgress(job.progress);
  }
  if (job.done === null) {
    throw new BackupError((job.error?.fault ?? "damaged") as BackupError["fault"], job.error?.message ?? "It failed");
  }
  return job.done;
}
