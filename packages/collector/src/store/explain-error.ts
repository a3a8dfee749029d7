import { ClickHouseError } from "@clickhouse/client";
import { EventStoreError } from "../ports/event-store.js";

/** ClickHouse's codes of a question that asks for too much: rows, bytes, time, memory, or company. */
const TOO_HEAVY = new Set(["158", "159", "160", "191", "202", "241", "307", "396", "473"]);
/** Codes of a server that is starting, stopping, read-only or full: the same request may succeed later. */
const UNAVAILABLE = new Set(["203", "209", "210", "225", "236", "242", "243", "252", "319", "394", "425", "999"]);

/**
 * Says what a failure means to the one who asked. ClickHouse's own words may quote values, so they go no further.
 */
export function explainError(error: unknown): EventStoreError {
  if (error instanceof EventStoreError) return error;
  if (error instanceof ClickHouseError) {
    const what = `${error.type ?? "unknown"}, code ${error.code}`;
    if (TOO_HEAVY.has(error.code)) return new EventStoreError("too-heavy", `The question asks for too much (${what})`);
    if (UNAVAILABLE.has(error.code)) return new EventStoreError("unavailable", `The event store cannot now (${what})`);
    return new EventStoreError("failed", `The event store refused a statement (${what})`);
  }
  const code = (error as { code?: unknown } | null)?.code;
  const what = typeof code === "string" ? ` (${code})` : "";
  return new EventStoreError("unavailable", `The event store does not answer${what}`);
}
