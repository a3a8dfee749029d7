/**
 * The part of a page's template that tells it from the site's other pages.
 *
 * @param page A URL template as the browser sent it: anything.
 * @returns The path, where it is an http(s) URL; otherwise the text as it is. Never throws.
 */
export function pageName(page: string): string {
  if (page === "") return "(no page)";
  const found = /^https?:\/\/[^/?#]+(\/[^]*)?$/i.exec(page);
  return found === null ? page : (found[1] ?? "/");
}
