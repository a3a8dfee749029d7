import type { Backups, BackupDone, BackupWanted } from "./create-backups.js";
import { BackupError } from "./errors.js";
import type { BackupProgress } from "./make-backup.js";

/** A run of backups in the background, as whoever asked for it sees it. */
export interface BackupJob {
  readonly id: string;
  readonly state: "running" | "done" | "failed";
  readonly progress: BackupProgress | null;
  readonly done: BackupDone | null;
  /** Why it failed, in one line. */
  readonly error: { readonly fault: string; readonly message: string } | null;
}

/** Runs that outlast the request that began them. The last one can be asked after until the next begins. */
export interface BackupJobs {
  /** @throws {BackupError} `busy` */
  start(wanted: BackupWanted): BackupJob;
  /** Null if that is not the last one. */
  job(id: string): BackupJob | null;
  /** Resolves when none runs any more: before what it works on is closed. */
  stop(): Promise<void>;
}

export function backupJobs(backups: Backups, onFailure: (error: unknown) => void): BackupJobs {
  let last: BackupJob | null = null;
  let running: Promise<void> | null = null;
  let started = 0;
  let stopped = false;
  return {
    start(wanted) {
      if (running !== null || stopped) throw new BackupError("busy", "A backup is being made already");
      const job: BackupJob = { id: String(++started), state: "running", progress: null, done: null, error: null };
      last = job;
      running = backups
        .run(wanted, (progress) => {
          if (stopped) throw new BackupError("busy", "The collector was stopped before the backup was whole");
          last = { ...job, progress };
        })
        .then(
          (done) => void (last = { ...job, state: "done", done }),
          (error: unknown) => {
            onFailure(error);
            const { fault = "internal", message } = error as { fault?: string; message: string };
            const told = TOLD.has((error as Error).name);
            const said = told ? message : "Something went wrong: see the collector's log";
            last = { ...job, state: "failed", error: { fault, message: said } };
          },
        )
        .finally(() => (running = null));
      return job;
    },
    job: (id) => (last?.id === id ? last : null),
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** Errors whose message was written for an operator. */
const TOLD = new Set(["BackupError", "CatalogError", "EventStoreError", "DataDirError"]);
