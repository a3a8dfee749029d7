import type { CaptureContext } from "./context.js";
import { type Field, fieldsAround, valueOf } from "./fields.js";

/**
 * Remembers which fields are or have been password fields. "Show password" buttons turn the type into `text`, and some
 * pages swap in a second field: once a password, always a password.
 *
 * @returns Whether a field's content is a password.
 */
export function watchSecrets({ document, onStop }: CaptureContext): (field: Field) => boolean {
  const seen = new WeakSet<Element>();
  for (const field of document.querySelectorAll("input[type=password]")) seen.add(field);
  const observer = new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) if (oldValue?.toLowerCase() === "password") seen.add(target as Element);
  });
  observer.observe(document, { subtree: true, attributeFilter: ["type"], attributeOldValue: true });
  onStop(() => observer.disconnect());

  const isSecret = (field: Field): boolean => {
    // Some pages make the dots by a style.
    const { webkitTextSecurity: dots = "" } = getComputedStyle(field) as { webkitTextSecurity?: string };
    if ((field as HTMLInputElement).type === "password" || /^[^n]/.test(dots)) seen.add(field);
    return seen.has(field);
  };
  return (field) => {
    if (isSecret(field)) return true;
    const value = valueOf(field);
    return value.length > 3 && fieldsAround(field).some((other) => isSecret(other) && valueOf(other) === value);
  };
}
