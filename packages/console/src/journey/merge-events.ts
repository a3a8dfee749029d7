import type { JourneyEvent } from "@wayseal/collector/api";

/** Joins pages of a journey by identity (stream, seq): a later read replaces an earlier one. Oldest first. */
export function mergeEvents(known: readonly JourneyEvent[], read: readonly JourneyEvent[]): JourneyEvent[] {
  const events = new Map<string, JourneyEvent>();
  for (const event of known) events.set(identity(event), event);
  for (const event of read) events.set(identity(event), event);
  return [...events.values()].sort(
    (a, b) => a.occurred - b.occurred || (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.seq - b.seq),
  );
}

/** @returns What tells an event from all others. */
export function identity({ stream, seq }: JourneyEvent): string {
  return `${stream} ${seq}`;
}
