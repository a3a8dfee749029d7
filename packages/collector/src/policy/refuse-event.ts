import type { UnknownEvent, WaysealEvent } from "@wayseal/protocol";
import type { Policy } from "./compile-policy.js";

/**
 * @returns The entry of `storage.refuse` by which an event is not taken in at all; null if it is. A stream's hello always
 *   is: the events that are taken in are read by it.
 */
export function refuseEvent(policy: Policy, site: string, event: WaysealEvent | UnknownEvent): string | null {
  if (policy.refuse.length === 0 || event.type === "hello") return null;
  const { type, form, name } = event as { readonly type: string; readonly form?: unknown; readonly name?: unknown };
  const place = { site, form: typeof form === "string" ? form : undefined };
  const names = type === "track" && typeof name === "string" ? [type, name] : [type];
  return policy.refuse.find(({ matches }) => matches(place, names))?.name ?? null;
}
