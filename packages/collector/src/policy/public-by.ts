import type { Ruling } from "./class-rules.js";
import type { Policy } from "./compile-policy.js";

/** A property of `track`. */
export interface PropertyAsked {
  readonly site: string;
  /** The name of the `track`; null: any. */
  readonly event: string | null;
  readonly property: string;
}

/**
 * Looks for the entry of `public` that lists a property, before its content is looked at.
 *
 * @returns The entry, and whether the property becomes a public column by it: not where its ruling asks for more. Null
 *   where none lists it.
 */
export function publicBy(
  { public: entries }: Policy,
  { site, event, property }: PropertyAsked,
  ruling: Ruling,
): { readonly by: string; readonly isPublic: boolean } | null {
  const entry = entries.find(({ matches }) => matches(site, event, property));
  return entry === undefined ? null : { by: entry.name, isPublic: mayBePublic(ruling) };
}

/** Whether a ruling lets a property be a public column, where one is listed. */
export function mayBePublic({ treatment, form }: Ruling): boolean {
  return treatment === "internal" && form === "as-is";
}
