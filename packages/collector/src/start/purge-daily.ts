import { retentionOf } from "../admin/retention.js";
import type { AdminParts } from "../admin/operation.js";
import { audited } from "../audit/audited.js";
import { pruneLog } from "../audit/prune-log.js";
import { SILENT } from "../log/log.js";
import { purge } from "../retention/purge.js";
import { type Schedule, schedule, type Times } from "./schedule.js";

/** When, and what the log calls it. One that is restarted daily purges too. */
export const DAILY = { name: "daily purge", first: 5 * 60_000, every: 24 * 3_600_000 } as const;

/** Destroys once a day what has outlived its retention, the audit log's own entries too. */
export function purgeDaily(
  parts: AdminParts,
  { auditDays, ...times }: Partial<Times> & { readonly auditDays: number | null },
): Schedule {
  const { catalog, audit, now, log = SILENT } = parts;
  const run = () =>
    audited(audit, { at: now(), actor: "daily", kind: "system", action: "purge" }, async () => {
      await purge({}, { ...parts, retention: await retentionOf(parts) });
      await pruneLog({ catalog, audit, now, days: auditDays });
    });
  return schedule({ run, log, ...DAILY, ...times });
}
