import type { Generated } from "kysely";

/** Records of backups, and of the keys that they are sealed to. Times are milliseconds since 1970. */
export interface BackupTables {
  /** `since` is when the oldest rows in it were copied; the rest is as in ports/backups.ts. */
  backup: {
    number: Generated<number>;
    kind: "data" | "keys";
    at: number;
    place: string;
    expires: number | null;
    since: number;
    finished: number | null;
    bytes: number;
    digest: string;
    destroyed: number | null;
  };
  /** Public halves; `used` is 1 where new backups are sealed to it. */
  backup_key: { id: string; public_key: Buffer; created: number; used: number };
  /** When a copy of a key was last shown to open. */
  proof: { what: "root" | "backup-key"; id: string; at: number };
}
