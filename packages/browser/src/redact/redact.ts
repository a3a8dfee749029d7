import type { JsonObject } from "@wayseal/protocol";
import type { CapturedEvent, Control, RedactedEvent, Removed } from "../states.js";
import { redactField } from "./field.js";
import { cleanJson } from "./json.js";
import { neverShape } from "./never-shape.js";
import { cleanText } from "./text.js";
import { stamp } from "./stamp.js";
import { cleanUrl } from "./url.js";

export interface RedactRules {
  /** Names, ids and classes of fields whose values the site allows. Selectors are matched where the field is. */
  readonly allow: readonly string[];
  /** Query parameters that stay in addresses. */
  readonly query: readonly string[];
  /** What is added to the properties of `track`, whose own win. */
  readonly registered?: Readonly<Record<string, unknown>> | undefined;
  /** Asks for the chunk of words: something cannot be judged without. */
  readonly needWords?: () => unknown;
}

/** UTF-16 units of other texts, where it is not 128. */
const LIMITS: Readonly<Record<string, number>> = { title: 512, message: 1024 };
/** Words of the SDK's own. */
const OWN = /^(type|kind|choice)$/;
/** What a record must have, whatever is left of it. */
const NAMES = /^(form|field|name)$/;

/**
 * The redacting stage: the only way from what was seen to what may be sealed. What it does not know by name is cleaned
 * like any text that a page shows.
 */
export function redact(event: CapturedEvent, rules: RedactRules): RedactedEvent {
  const { time, page, typing, ...seen } = event;
  const { query } = rules;
  const removed: Removed = {};
  const body: Record<string, unknown> = {};
  const keep = (part: string, clean: unknown): void => {
    if (clean || clean === 0 || clean === false) body[part] = clean;
  };
  const { control, traits, ...rest } = seen as Record<string, unknown> & { control?: Control };
  // First of all: pages name fields by what is in them, too.
  if (typing) redactField(typing, rules, {}, cleanText);
  if (control) Object.assign(body, redactField(control, rules, removed, cleanText));
  // Plugins make events of these types too, and need not be typed.
  const plugged = /^(error|vital|track)$/.test(seen.type);
  for (const [part, raw] of Object.entries(rest)) {
    if (typeof raw === "string" && part !== "properties") {
      const clean = OWN.test(part) && !(plugged && part === "kind") ? raw : cleanPart(part, raw, rules);
      if (clean !== raw) removed[part] = "cleaned";
      keep(part, clean);
    } else if (typeof raw === "object" || part === "properties") keep(part, cleanJson(raw, rules, part, removed));
    else keep(part, raw);
  }
  if (traits) {
    // The merchant's own proof of who this is.
    const { token, ...others } = traits as JsonObject;
    if (typeof token === "string") body["token"] = token.slice(0, 4096);
    keep("traits", cleanJson(others, rules, "traits", removed));
  }
  return stamp(time, page, query, body, removed);
}

function cleanPart(part: string, text: string, { query }: RedactRules): string {
  if (/^(target|source)$/.test(part)) return cleanUrl(text, query);
  // Who a visitor is to the site: the page says so itself.
  if (part === "user" && !neverShape(text)) return text.slice(0, 256);
  return (
    cleanText(text, LIMITS[part] ?? 128, false, /^(form|field)$/.test(part)) || (NAMES.test(part) ? "unnamed" : "")
  );
}
