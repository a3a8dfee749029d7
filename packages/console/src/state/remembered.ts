/** Small choices that outlive the page, in localStorage: a theme, a site. Nothing that visitors wrote. */
export const remembered = {
  read(name: string): string | null {
    try {
      return localStorage.getItem(`wayseal.${name}`);
    } catch {
      // Storage is denied: the choice lasts as long as the page.
      return null;
    }
  },
  write(name: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(`wayseal.${name}`);
      else localStorage.setItem(`wayseal.${name}`, value);
    } catch {
      // Denied or full: see above.
    }
  },
};
