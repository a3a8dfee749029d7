import type { Scores } from "./score-forms.js";

/** Of what must be known, so much of a hundred must be found, and so much of what is found must be right. */
const FLOOR = 97;

/** What a measured folder falls short of, a line each. */
export function findShortfalls({ leaks, total }: Pick<Scores, "leaks" | "total">): string[] {
  const { fields, hits, wrong } = total;
  const found = hits + wrong;
  const short: string[] = [];
  if (leaks.length > 0) short.push(`Fields that must be refused and are not: ${leaks.length}.`);
  if (fields === 0) short.push("No field is labelled as one that must be known: nothing was measured.");
  // Of whole numbers, so that nothing is rounded up to the floor.
  else if (hits * 100 < FLOOR * fields) short.push(`Recall is below ${FLOOR} %: ${hits} of ${fields} fields found.`);
  if (fields > 0 && (found === 0 || hits * 100 < FLOOR * found)) {
    short.push(`Precision is below ${FLOOR} %: ${hits} of ${found} fields taken for what they are.`);
  }
  return short;
}
