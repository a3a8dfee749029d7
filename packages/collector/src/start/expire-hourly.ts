import type { AdminParts } from "../admin/operation.js";
import { SILENT } from "../log/log.js";
import { expireQuarantine } from "../quarantine/expire-quarantine.js";
import { type Schedule, schedule, type Times } from "./schedule.js";

/**
 * Destroys every hour the quarantine's keys of days that are over, whether or not the daily purge is on: what was refused
 * waits for seven days and no longer.
 */
export function expireHourly({ catalog, audit, now, log = SILENT }: AdminParts, times: Partial<Times> = {}): Schedule {
  const run = async () => {
    const { keks, records } = await expireQuarantine({ catalog, now });
    if (keks === 0) return;
    await audit.record({
      ...{ at: now(), actor: "quarantine", kind: "system", action: "purge" },
      detail: { of: "quarantine", keys: keks, records },
    });
    log.info({ keks, records }, "what had waited in quarantine for seven days is gone");
  };
  return schedule({
    run,
    log,
    name: "hourly expiry of the quarantine",
    first: 60_000,
    every: 3_600_000,
    ...times,
  });
}
