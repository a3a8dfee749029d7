import { type SweepRevealsParts, sweepReveals } from "../clearance/sweep-reveals.js";
import { type Log, SILENT } from "../log/log.js";
import { type Schedule, schedule, type Times } from "./schedule.js";

/**
 * Ends reveals whose time or reads are over at the start and every minute, whether or not anybody looks, and writes down
 * what an earlier process took and could not write down.
 */
export function sweepRegularly(
  { log = SILENT, ...parts }: SweepRevealsParts & { readonly log?: Log },
  times: Partial<Times> = {},
): Schedule {
  const run = () => sweepReveals(parts);
  return schedule({ run, log, name: "sweep of reveals", first: 0, every: 60_000, ...times });
}
