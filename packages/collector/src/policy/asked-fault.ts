import type { Asked } from "./explain.js";

/** @returns What is wrong with a question about one value, for whoever asked; null: nothing. */
export function askedFault({ field, property, trait, event }: Partial<Asked>): string | null {
  const said = [field, property, trait].filter((name) => name !== undefined);
  if (said.length > 1) return "One value is asked about at a time: a field, a property, or a trait";
  if (trait !== undefined && event !== undefined && event !== "identify")
    return "A trait comes in identify, in no other event";
  return null;
}
