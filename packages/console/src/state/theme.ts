import { remembered } from "./remembered.js";

/** `auto` follows the system. */
export type Theme = "auto" | "light" | "dark";

/** Fired on `document` after the theme was changed by hand: canvases must be drawn again. */
export const THEME_EVENT = "wayseal-theme";

export function readTheme(): Theme {
  const kept = remembered.read("theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
}

/** Sets the theme on the page, and remembers it when `keep`. */
export function applyTheme(theme: Theme, { keep = false }: { keep?: boolean } = {}): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  if (!keep) return;
  remembered.write("theme", theme === "auto" ? null : theme);
  document.dispatchEvent(new Event(THEME_EVENT));
}
