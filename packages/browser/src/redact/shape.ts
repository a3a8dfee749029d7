import type { FieldClass } from "@wayseal/protocol";
import { neverShape } from "./never-shape.js";

const SHAPES: readonly (readonly [FieldClass, RegExp])[] = [
  ["iban", /^[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}$/i],
  ["national-id", /^\d{3}-\d{2}-\d{4}$/],
  ["email", /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
];

/** @returns The class that a value's own shape shows, whatever its field is called; null where it shows none. */
export function classOfShape(value: string): FieldClass | null {
  const text = value.normalize("NFKC").trim();
  return neverShape(text) ?? SHAPES.find(([, shape]) => shape.test(text))?.[0] ?? null;
}
