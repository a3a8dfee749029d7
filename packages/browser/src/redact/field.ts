import type { Control, Removed } from "../states.js";
import { CHOSEN } from "./chosen.js";
import { judge } from "./judge.js";
import type { RedactRules } from "./redact.js";
import type { cleanText } from "./text.js";
import { cutTyped, rememberTyped, repeatsNever } from "./typed.js";

/** UTF-16 units of a value; the wire allows more, and a record no more than 32 KiB of UTF-8. */
const MAX_VALUE = 8000;

/**
 * Says of a field what may leave: its class, and its value where that is allowed. What may not is remembered, so that it
 * does not leave by another way.
 *
 * @param removed Told why the value stays.
 * @param clean As for `classify`.
 */
export function redactField(
  control: Control,
  { allow, needWords }: Pick<RedactRules, "allow" | "needWords">,
  removed: Removed,
  clean: typeof cleanText,
): { class: string; value?: string } {
  const judged = judge(control, allow, clean);
  if (judged.open) needWords?.();
  const { value, typed, type } = control;
  const verdict = repeatsNever(value) ? "never" : judged.verdict;
  if (value && verdict === "allowed") return { class: judged.class, value: value.slice(0, MAX_VALUE) };
  removed["value"] = verdict;
  const never = verdict === "never";
  if (never || !CHOSEN.test(type)) for (const text of typed) rememberTyped(text, never, judged.class);
  return { class: cutTyped(judged.class) };
}
