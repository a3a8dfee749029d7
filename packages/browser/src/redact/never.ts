import type { FieldClass } from "@wayseal/protocol";

/**
 * Classes whose values leave no browser. The protocol's table says the same, and a test compares them: the whole table
 * would cost the script tag half a kilobyte.
 */
export const NEVER: ReadonlySet<FieldClass> = new Set<FieldClass>([
  "password",
  "one-time-code",
  "security-answer",
  "api-key",
  "payment-card",
  "card-expiry",
  "card-security-code",
]);
