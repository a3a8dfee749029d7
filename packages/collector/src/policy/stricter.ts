import type { Treatment } from "@wayseal/protocol";
import type { Ruling } from "./class-rules.js";

const STRICTNESS: Readonly<Record<Treatment, number>> = { internal: 1, confidential: 2, restricted: 3, never: 4 };
const FORMS: readonly Ruling["form"][] = ["as-is", "generalised", "hashed"];

/** @returns The stricter of two, the first of two alike; with what is stored of it the least of both. */
export function stricter(first: Ruling, second: Ruling): Ruling {
  const ruling = STRICTNESS[second.treatment] > STRICTNESS[first.treatment] ? second : first;
  const form = FORMS[Math.max(FORMS.indexOf(first.form), FORMS.indexOf(second.form))]!;
  return form === ruling.form ? ruling : { ...ruling, form };
}
