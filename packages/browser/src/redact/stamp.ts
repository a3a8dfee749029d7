import type { RedactedEvent, Removed } from "../states.js";
import { cleanUrl } from "./url.js";

/**
 * Says of a redacted event's body when and where it was seen.
 *
 * @param page The page's address, raw.
 */
export function stamp(
  time: number,
  page: string,
  query: readonly string[],
  body: Readonly<Record<string, unknown>>,
  removed: Removed,
): RedactedEvent {
  const url = cleanUrl(page, query);
  if (url !== page) removed["url"] = "cleaned";
  return { time, url, body, removed } as unknown as RedactedEvent;
}
