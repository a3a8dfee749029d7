import type { PluginSighting } from "./plugin.js";
import type { Sighting } from "./states.js";

/** Kinds of events that a plugin may emit. Checked here, since plugins of others need not be typed. */
const KINDS = /^(error|vital|track)$/;
/** What is text, whatever a plugin says. */
const TEXTS = /^(name|message|source)$/;
/** What these may say. */
const PARTS = /^(time|type|kind|name|message|source|line|value|rating|properties)$/;

/**
 * Hands on what a plugin may say of an event, and nothing else that it says.
 *
 * @throws Where no plugin may emit such an event.
 */
export function takePlugged(event: PluginSighting, emit: (event: Sighting) => void): void {
  if (!KINDS.test(event.type)) throw new Error(`No plugin may emit ${event.type}`);
  // Registered properties are added, where there are none too.
  const parts = Object.entries({ ...(event.type === "track" && { properties: undefined }), ...event });
  const said = parts
    .filter(([part]) => PARTS.test(part))
    .map(([part, value]): [string, unknown] => [part, plain(part, value)]);
  emit(Object.fromEntries(said) as unknown as Sighting);
}

/** @returns A number as what the wire takes in its place. */
function plain(part: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  if (TEXTS.test(part)) return `${value}`;
  return Number.isFinite(value) ? value : 0;
}
