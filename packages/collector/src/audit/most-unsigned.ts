/** At most so many entries wait for a signature. A log with more than twice as many unsigned is broken (verify-log.ts). */
export const MOST_UNSIGNED = 256;
