import type { JSX } from "preact";
import { Icon } from "../parts/icon.js";
import type { Theme } from "../state/theme.js";
import { useTheme } from "../state/use-theme.js";

const NEXT: Readonly<Record<Theme, Theme>> = { auto: "light", light: "dark", dark: "auto" };
const WORDS = { auto: "as the system", light: "light", dark: "dark" } as const;
const ICONS = { auto: "auto", light: "sun", dark: "moon" } as const;

/** Goes round the three themes. */
export function ThemeChoice(): JSX.Element {
  const [theme, setTheme] = useTheme();
  return (
    <button
      type="button"
      class="rail-button"
      id="theme"
      title={`Theme: ${WORDS[theme]}`}
      aria-label={`Theme: ${WORDS[theme]}. Change to ${WORDS[NEXT[theme]]}`}
      onClick={() => setTheme(NEXT[theme])}
    >
      <Icon name={ICONS[theme]} />
      <span>Theme: {theme}</span>
    </button>
  );
}
