/**
 * @param places Whose law holds, such as DE or US-CA.
 * @returns The country whose numbers are looked for in content: of several places the first one's.
 */
export function countryOf([first]: readonly string[]): string | undefined {
  return first?.slice(0, 2);
}
