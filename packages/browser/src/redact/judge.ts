import type { Control } from "../states.js";
import { type Classified, classify } from "./classify.js";
import { isNever } from "./never.js";

/** Why a value leaves the browser, or why not. */
export type Verdict =
  | "allowed"
  /** Of a `never` class. */
  | "never"
  /** The words that may tell a `never` class are still to come. */
  | "undecided"
  /** It, or something around it, is marked to be hidden. */
  | "hidden"
  /** Nothing allows it. */
  | "not allowed";

export interface Judged extends Classified {
  readonly verdict: Verdict;
}

/**
 * Judges one field: a value may leave only if the page or the site allows it, nothing hides it, and it is surely of no
 * `never` class.
 *
 * @param allow Names, ids and classes of fields whose values the site allows.
 */
export function judge(control: Control, allow: readonly string[]): Judged {
  const { mark, listed, name, id } = control;
  const found = classify(control);
  const allowed = mark === "allow" || listed || [name, id, found.class].some((word) => word && allow.includes(word));
  return {
    ...found,
    class: found.open ? "unknown" : found.class,
    verdict: isNever(found.class)
      ? "never"
      : mark === "redact"
        ? "hidden"
        : !allowed
          ? "not allowed"
          : found.open
            ? "undecided"
            : "allowed",
  };
}
