/** The most of one captured value that is ever put on the page, in UTF-16 units. */
export const MOST_SHOWN = 20_000;

/** @returns A captured value as text: a string as it is, anything else as JSON. Bounded; never throws. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value.slice(0, MOST_SHOWN + 1);
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, MOST_SHOWN + 1);
  } catch {
    // Only a cycle or a BigInt gets here; neither can come out of JSON.
    return "(cannot be shown)";
  }
}
