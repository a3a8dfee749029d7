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
 * @returns What `JSON.stringify` asks of each member; undefined where the policy refuses nothing more.
 */
export function refuse(
  event: Asked,
  refused: RegExp | undefined,
): ((this: unknown, key: string, value: unknown) => unknown) | undefined {
  /** The member of properties or traits that is being looked at, or in. */
  let property: string | undefined;
  return (
    refused &&
    function (key, value) {
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
      // Texts that repeat it.
      if (event.field) rememberTyped(value as string, true);
      return undefined;
    }
  );
}
