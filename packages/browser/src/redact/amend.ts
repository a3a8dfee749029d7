import type { JsonObject, JsonValue } from "@wayseal/protocol";
import { asItIs } from "../as-it-is.js";
import { attempt } from "../guard.js";
import type { Options, OutgoingEvent } from "../options.js";
import type { Control, RedactedEvent } from "../states.js";
import { redactField } from "./field.js";
import { cleanJson } from "./json.js";
import type { cleanText } from "./text.js";
import type { cleanUrl } from "./url.js";

/** What the hook may edit as it likes. */
const OBJECTS = /^(properties|traits|campaign)$/;
const ADDRESSES = /^(url|target|source)$/;
/** What a page says or shows. All else are the SDK's own words, numbers and proofs, which stay as they are. */
const TEXTS = /^(title|name|form|field|value|message|referrer)$/;
/** What a record must have, whatever is left of it. */
const NAMES = /^(form|field|name)$/;
/** UTF-16 units. */
const LONGEST = 1024;

/**
 * Asks the page's own hook what may leave of an event that has been redacted. It may drop the event, take away, and edit.
 * What it puts in or changes is judged more strictly than what a page tells of its own accord: as a text that the page
 * shows, so that nothing gets out by it that redaction has cut, or would cut.
 *
 * @param text Cleans a text, and
 * @param address an address: the script has them, and so has this no copy of its own.
 * @param typing The field that somebody is filling: the event may have waited, and the hook must not repeat what is typed.
 * @throws Where the hook throws or drops the event: what throws is not sealed. Not for hello, without which there is no
 * stream: of that goes what the hook could have taken away.
 */
export function amend(
  event: RedactedEvent,
  { beforeSend, query, allow = [] }: Pick<Options, "allow" | "beforeSend" | "query">,
  text: typeof cleanText,
  address: typeof cleanUrl,
  typing?: Control,
): RedactedEvent {
  if (!beforeSend) return event;
  if (typing) redactField(typing, { allow }, {}, text);
  const { type: kind, ...whole } = { ...event.body, url: event.url } as JsonObject;
  const type = kind as string;
  const isHello = type === "hello";
  const told = JSON.stringify({ type, ...whole }, asItIs);
  const ask = (): unknown => beforeSend(JSON.parse(told) as OutgoingEvent);
  const wished = Object(isHello ? attempt(ask) : ask()) as Record<string, unknown>;
  // A promise, too, is no answer.
  if (wished["type"] !== type && !isHello) throw new Error(`beforeSend dropped a ${type}`);

  /** What is told anyway, whole, or as digits of what is. */
  const isTold = (made: unknown): boolean => told.includes(JSON.stringify(made));
  /** @returns What may leave of what the hook made. */
  const judge = (made: JsonValue): JsonValue => {
    if (isTold(made) || typeof made === "boolean" || made === null) return made;
    if (Array.isArray(made)) return made.map(judge);
    if (typeof made === "object") {
      return Object.fromEntries(
        Object.entries(made).map(([name, member]) => [isTold(name) ? name : text(name, LONGEST), judge(member)]),
      );
    }
    const given = `${made}`;
    const clean = text(given, LONGEST);
    return clean === given ? made : clean;
  };
  /** Another page of the same site, or the site alone. */
  const judgeAddress = (made: unknown, was: string): string => {
    const home = attempt(() => new URL(was).origin) ?? "";
    const given = `${made as string}`;
    return address(given.startsWith(`${home}/`) ? given : home, query);
  };

  const edited: Record<string, unknown> = { ...whole };
  const open = { track: "properties", identify: "traits" }[type];
  for (const part of [...Object.keys(whole), open ?? "url"]) {
    const was = whole[part];
    // Once: it may be a getter.
    const made = wished[part];
    if (OBJECTS.test(part)) {
      const clean = cleanJson(made);
      edited[part] = clean && judge(clean);
    } else if (made === was) continue;
    else if (ADDRESSES.test(part))
      edited[part] = made || part === "url" ? judgeAddress(made, `${was as string}`) : undefined;
    else if (TEXTS.test(part) && typeof was === "string") {
      edited[part] = (typeof made === "string" && judge(made)) || (NAMES.test(part) ? "unnamed" : undefined);
    }
  }
  const { url, ...body } = edited;
  return { ...event, url, body: { type, ...body } } as unknown as RedactedEvent;
}
