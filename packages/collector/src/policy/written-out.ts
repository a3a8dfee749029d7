import type { JsonValue } from "@wayseal/protocol";

/** @returns Numbers as a person would write them, where they may be an id or a place's coordinates; null for all else. */
export function writtenOut(value: JsonValue): string | null {
  // Fewer digits are no id's, and more are no longer what was sent.
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 1e7 ? String(value) : null;
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return null;
  const items = value as readonly JsonValue[];
  const isPlace = items.every((item) => typeof item === "number") && items.some((item) => !Number.isInteger(item));
  return isPlace ? items.slice(0, 2).join(", ") : null;
}
