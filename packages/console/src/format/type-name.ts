const NAMES: ReadonlyMap<string, string> = new Map([
  ["hello", "Stream begun"],
  ["page_view", "Page viewed"],
  ["page_leave", "Page left"],
  ["click", "Click"],
  ["frustration", "Frustration"],
  ["form_view", "Form seen"],
  ["form_start", "Form begun"],
  ["form_submit", "Form submitted"],
  ["form_abandon", "Form abandoned"],
  ["form_error", "Form error"],
  ["field", "Field filled"],
  ["track", "Custom event"],
  ["identify", "Identified"],
  ["reset", "Identity reset"],
  ["consent", "Consent given or withdrawn"],
  ["error", "Script error"],
  ["vital", "Page speed"],
]);

/** @returns Words for an event type; a newer sender's type as it is. */
export function typeName(type: string): string {
  return NAMES.get(type) ?? type;
}
