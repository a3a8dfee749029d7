import { useState } from "preact/hooks";
import { applyTheme, readTheme, type Theme } from "./theme.js";

/** The theme and how to change it. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(readTheme);
  return [
    theme,
    (next) => {
      applyTheme(next, { keep: true });
      setTheme(next);
    },
  ];
}
