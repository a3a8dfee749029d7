import { pageName } from "./page-name.js";

/**
 * @param pages URL templates that are shown together.
 * @returns What names each of them: its path; or all of it where they are of more than one origin, since only then is that
 *   worth its room.
 */
export function namePages(pages: readonly string[]): (page: string) => string {
  return new Set(pages.flatMap(originOf)).size > 1
    ? (page) => (originOf(page).length ? page : pageName(page))
    : pageName;
}

/** @returns The part before the path, where the page is an address: `other` and `(none)` are not. */
function originOf(page: string): string[] {
  const path = pageName(page);
  return page === path || !/^https?:/i.test(page)
    ? []
    : [page.slice(0, page.length - (path === "/" && !page.endsWith("/") ? 0 : path.length))];
}
