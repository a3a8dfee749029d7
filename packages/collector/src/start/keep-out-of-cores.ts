import { writeFileSync } from "node:fs";

/**
 * Leaves this process's memory, and that of the processes that it starts, out of core files: they would hold keys. Linux
 * only; elsewhere core files are up to the system. Whoever must see into a crash writes another filter, while it runs, to
 * `/proc/<pid>/coredump_filter` (core(5)).
 */
export function keepOutOfCores(): void {
  try {
    writeFileSync("/proc/self/coredump_filter", "0");
  } catch {
    // No such system, or no right to: nothing is worse than without.
  }
}
