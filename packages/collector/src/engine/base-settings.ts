import type { EngineMemory } from "./messages.js";

/** Seconds that a statement may run where its request does not say less. */
export const MAX_SECONDS = 60;

/**
 * Settings that every statement begins with, and that no request may change. chDB writes sorts, aggregations and joins
 * that outgrow memory to its `tmp` in the clear, whatever disk the table is on: here they fail instead (docs/storage.md).
 */
export function baseSettings(memory: EngineMemory): Readonly<Record<string, string>> {
  return {
    max_bytes_before_external_sort: "0",
    max_bytes_ratio_before_external_sort: "0",
    max_bytes_before_external_group_by: "0",
    max_bytes_ratio_before_external_group_by: "0",
    max_bytes_before_external_join: "0",
    max_bytes_ratio_before_external_join: "0",
    // A grace hash join keeps its buckets on disk by design.
    join_algorithm: "hash",
    max_memory_usage: String(memory.statement),
    // An acknowledged insert is in its part, not in a buffer.
    async_insert: "0",
  };
}
