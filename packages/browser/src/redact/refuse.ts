import { asItIs } from "../as-it-is.js";
import type { Removed } from "../states.js";
import { classOfWords, knowsAllWords } from "./class-of-words.js";
import { classOfShape } from "./shape.js";
import { rememberTyped } from "./typed.js";

/** What the policy may be asked of, in an event. */
interface Asked {
  readonly class?: string;
  readonly form?: string;
  readonly field?: string;
  readonly properties?: unknown;
  readonly traits?: unknown;
  readonly at?: unknown;
}

/**
 * The policy's word on an event that is about to be sealed: leaves out a field's value and members of properties and
 * traits that it refuses; while words are missing that may tell their class, all of them.
 *
 * @param refused From the key set (docs/protocol.md): matches what is refused, written as seven lines.
 * @param removed Takes what is left out, by its path, and why.
 * @returns What `JSON.stringify` asks of each member.
 */
export function refuse(event: Asked, refused: RegExp | undefined, removed: Removed): typeof asItIs {
  if (!refused) return asItIs;
  /** The member of properties or traits that is being looked at, or in. */
  let property: string | undefined;
  /** Where the members of what has members stand. */
  const places = new Map<unknown, string>([[event, ""]]);
  return function (key) {
    const value = this[key];
    const place = `${places.get(this) ?? ""}${key}`;
    places.set(value, key && `${place}.`);
    if (this === event.properties || this === event.traits) property = key;
    if (this === event ? !event.field || key !== "value" : property === undefined) return value;
    if (
      knowsAllWords() &&
      !refused.test(
        [
          event.form,
          event.field,
          event.class,
          classOfWords(event.field ?? key)?.[0],
          classOfShape(`${value as string}`),
          key,
          property,
        ].join("\n"),
      )
    )
      return value;
    removed[place] = knowsAllWords() ? "policy" : "undecided";
    // Texts that repeat it.
    if (event.field) rememberTyped(value as string, true);
    return undefined;
  };
}
