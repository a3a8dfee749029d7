import type { Report } from "../guard.js";

/**
 * Runs one sending at a time over all tabs of the site, which share what the device holds.
 *
 * @param name Of the lock.
 */
export async function takeTurn<T>(name: string, run: () => Promise<T>, report: Report): Promise<T> {
  let began = false;
  try {
    return await navigator.locks.request(name, () => {
      began = true;
      return run();
    });
  } catch (fault) {
    if (began) throw fault;
    // Locks are missing or refused: sent twice, which the collector knows, is better than never.
    report(fault);
  }
  return run();
}
