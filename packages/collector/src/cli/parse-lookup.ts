import { LOOKUP_CLASSES } from "../lookups/classes.js";
import type { Context } from "./context.js";
import { UsageError } from "./errors.js";

/**
 * @param text `class=value`; `class=-` reads the value from standard input, where no shell's history keeps it.
 * @throws {UsageError} It never repeats the value.
 */
export async function parseLookup(
  { typed }: Context,
  text: string,
): Promise<{ readonly class: string; readonly value: string }> {
  const at = text.indexOf("=");
  const name = at === -1 ? "" : text.slice(0, at).trim().toLowerCase();
  const known = name === "customer" || name === "customer-id" ? "user-id" : name;
  if (!(LOOKUP_CLASSES as readonly string[]).includes(known)) {
    throw new UsageError("--lookup takes email=…, phone=… or user-id=…");
  }
  const value = text.slice(at + 1);
  return { class: known, value: value === "-" ? await typed.secret(`${known}: `) : value };
}
