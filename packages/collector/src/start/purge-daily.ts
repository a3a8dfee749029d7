import { retentionOf } from "../admin/retention.js";
import type { AdminParts } from "../admin/operation.js";
import { audited } from "../audit/audited.js";
import { pruneLog } from "../audit/prune-log.js";
import { SILENT } from "../log/log.js";
import { purge } from "../retention/purge.js";
import { type PurgeSchedule, schedulePurge, type PurgeScheduleOptions } from "./schedule-purge.js";

/** Destroys once a day what has outlived its retention, the audit log's own entries too. */
export function purgeDaily(
  parts: AdminParts,
  { auditDays, ...times }: Pick<PurgeScheduleOptions, "first" | "every"> & { readonly auditDays: number | null },
): PurgeSchedule {
  const { catalog, audit, now, log = SILENT } = parts;
  const run = () =>
    audited(audit, { at: now(), actor: "daily", kind: "system", action: "purge" }, async () => {
      await purge({}, { ...parts, retention: await retentionOf(parts) });
      await pruneLog({ catalog, audit, now, days: auditDays });
    });
  return schedulePurge({ run, log, ...times });
}
