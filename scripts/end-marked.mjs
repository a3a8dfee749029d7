import { findLeftovers } from "./find-leftovers.mjs";

/**
 * Ends what a test run has started and nobody ends any more, such as collectors whose test was interrupted: asks first, and does
 * not wait for long. It blocks, so that nothing new is begun meanwhile.
 *
 * @param {string} folder As of findLeftovers.
 * @param {string} mark
 * @param {number} [patience] Milliseconds for those that are asked to end.
 * @returns {number} How many had to be killed. Never throws.
 */
export function endMarked(folder, mark, patience = 5000) {
  /** @param {NodeJS.Signals} signal */
  const tell = (signal) => {
    const { processes } = findLeftovers(folder, mark);
    for (const { pid } of processes) {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended by itself a moment ago.
      }
    }
    return processes.length;
  };
  const until = Date.now() + patience;
  for (let left = tell("SIGTERM"); left > 0 && Date.now() < until;) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    left = findLeftovers(folder, mark).processes.length;
  }
  return tell("SIGKILL");
}
