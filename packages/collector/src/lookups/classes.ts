import type { FieldClass, SealedLevel } from "@wayseal/protocol";

/** Classes whose values a subject can be found by, without decrypting anything. */
export const LOOKUP_CLASSES = ["email", "phone", "user-id"] as const satisfies readonly FieldClass[];

export type LookupClass = (typeof LOOKUP_CLASSES)[number];

/** @returns Whether values of this class are indexed. */
export function isLookupClass(name: string): name is LookupClass {
  return (LOOKUP_CLASSES as readonly string[]).includes(name);
}

/** A stored value in the one form that all its spellings share. */
export interface IndexedValue {
  readonly class: LookupClass;
  readonly value: string;
  /** The level that the value itself is sealed at. */
  readonly level: SealedLevel;
}
