/**
 * Reads numbers from an option: a list, one number, or text with commas between.
 *
 * @returns NaN for what is no number, so that nothing which is asked for is overlooked. Nothing given: none.
 */
export function readNumbers(value: readonly number[] | number | string | undefined): readonly number[] {
  if (value === undefined) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : String(value).split(",");
  return items.map((item) => (typeof item === "string" && !item.trim() ? NaN : Number(item)));
}
