const names = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/**
 * @returns The English name of an ISO 3166-1 code, or what was given. The sender states it, so it may be anything;
 * `(none)` is what a breakdown calls those who stated nothing.
 */
export function countryName(code: string): string {
  if (code === "" || code === "(none)") return "Unknown";
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
