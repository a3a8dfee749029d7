import { MAX_BODY_BYTES, MAX_BODY_RECORDS } from "@wayseal/protocol";
import type { Report } from "../guard.js";
import type { SealedRecord } from "../states.js";
import type { DeviceOutbox } from "./on-device.js";
import type { MemoryOutbox } from "./memory.js";
import { keyOf } from "./outbox.js";
import { heldRows, peekRows } from "./rows.js";

const BODY = { records: MAX_BODY_RECORDS, bytes: MAX_BODY_BYTES };

/**
 * Compares this page's records with what the device holds: what another tab has delivered from there is acknowledged.
 *
 * @param live This page's records.
 * @param stored Keys of those that the device keeps as well.
 * @param before Records that are younger belong to a tab that is about to send them itself. Wall clock.
 * @param ask Asks the device, which may not answer.
 * @returns What earlier pages left there; nothing where the device fails.
 */
export async function reconcile(
  disk: Pick<DeviceOutbox, "connect">,
  live: Pick<MemoryOutbox, "acknowledge" | "peek">,
  stored: ReadonlySet<string>,
  before: number,
  ask: <T>(run: () => T | Promise<T>) => Promise<T>,
  report: Report,
): Promise<readonly SealedRecord[]> {
  try {
    const both = live
      .peek(BODY)
      .map(keyOf)
      .filter((key) => stored.has(key));
    const [held, orphans] = await ask(async () => {
      const database = await disk.connect();
      return Promise.all([
        heldRows(database, both),
        peekRows(database, BODY, (record) => stored.has(keyOf(record)) || record.queued > before),
      ]);
    });
    live.acknowledge(both.filter((key) => !held.includes(key)));
    return orphans;
  } catch (fault) {
    report(fault);
    return [];
  }
}
