import type { Control } from "../states.js";
import { CHOSEN } from "./chosen.js";
import { type Classified, classify } from "./classify.js";
import { isNever } from "./never.js";
import type { cleanText } from "./text.js";

/** Why a value leaves the browser, or why not. */
export type Verdict =
  | "allowed"
  /** Of a `never` class. */
  | "never"
  /** The words that may tell a `never` class are still to come. */
  | "undecided"
  /** It, or something around it, is marked to be hidden. */
  | "hidden"
  /** Somebody is still at it. */
  | "unfinished"
  /** Nothing allows it. */
  | "not allowed";

export interface Judged extends Classified {
  readonly verdict: Verdict;
}

/**
 * Judges one field: a value may leave only if the page or the site allows it, nothing hides it, and it is surely of no
 * `never` class; and all that from when somebody came to it, since pages rename fields.
 *
 * @param allow Names, ids and classes of fields whose values the site allows.
 * @param clean As for `classify`.
 */
export function judge(control: Control, allow: readonly string[], clean: typeof cleanText): Judged {
  const { mark, listed, name, id, type, unseen, unfinished, was } = control;
  // Read before the chunk was here: nothing is known of it.
  if (!control.row) return { class: "unknown", sign: -1, open: true, verdict: "hidden" };
  const before = was && judge(was, allow, clean);
  const found = classify(control, clean);
  const allowed = mark === "allow" || listed || [name, id, found.class].some((word) => word && allow.includes(word));
  const judged: Judged = {
    ...found,
    class: found.open ? "unknown" : found.class,
    verdict: isNever(found.class)
      ? "never"
      : // Browsers fill what nobody sees, too; what is chosen has a caption that is pressed instead.
        mark === "redact" || (unseen && !CHOSEN.test(type))
        ? "hidden"
        : !allowed
          ? "not allowed"
          : found.open
            ? "undecided"
            : unfinished
              ? "unfinished"
              : "allowed",
  };
  // What is sure now may have been open then.
  return before && judged.verdict !== "never" && !/^(allowed|un)/.test(before.verdict) ? before : judged;
}
