/**
 * @param places Whose law holds, such as DE or US-CA.
 * @returns The countries whose numbers are looked for in content: of several places all of them.
 */
export function countriesOf(places: readonly string[]): readonly string[] {
  return [...new Set(places.map((place) => place.slice(0, 2)))];
}
