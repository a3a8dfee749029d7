import type { JsonValue } from "@wayseal/protocol";
import type { OpenedEvent, RefusedContent } from "../pipeline/states.js";
import { recordJson } from "./record-json.js";

/** @returns What an opened record says, for quarantine; null where it is no JSON. */
export function refusedContent({ context, seq, plaintext, sent }: OpenedEvent): RefusedContent | null {
  const json = recordJson(plaintext);
  if (!("value" in json)) return null;
  const value = json.value as JsonValue;
  const about = { kid: context.kid, country: context.country ?? null, sent };
  if (seq === 0) return { ...about, hello: value, event: null };
  return { ...about, hello: context.hello as unknown as JsonValue, event: value };
}
