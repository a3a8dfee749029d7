import type { CaptureContext } from "./context.js";

/**
 * Remembers which fields have been password fields, from the first moment: "show password" buttons turn the type into `text`,
 * some before anybody has touched the field.
 *
 * @returns The fields, to which come those that are being changed.
 */
export function watchPasswords({ document, onStop }: Pick<CaptureContext, "document" | "onStop">): WeakSet<Element> {
  const seen = new WeakSet<Element>(document.querySelectorAll("input[type=password]"));
  const observer = new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) if (oldValue?.toLowerCase() === "password") seen.add(target as Element);
  });
  observer.observe(document, { subtree: true, attributeFilter: ["type"], attributeOldValue: true });
  onStop(() => observer.disconnect());
  return seen;
}
