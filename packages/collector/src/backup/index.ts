export * from "./backup-jobs.js";
export * from "./choose-backups.js";
export * from "./create-backups.js";
export * from "./errors.js";
export * from "./kept-scripts.js";
export * from "./list-backups.js";
export type { BackupProgress } from "./make-backup.js";
export * from "./verify-backup.js";
export * from "./prune-backups.js";
