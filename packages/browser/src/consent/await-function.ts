import type { PluginContext } from "../plugin.js";

const FIRST_LOOK = 50;
const LONGEST_GAP = 5000;

/**
 * Waits for a global function of a consent platform, whose script or stub may come after this one. The page's globals are
 * looked at and never changed: ever more rarely, and until the client stops.
 */
export function awaitFunction(
  { window, onStop }: Pick<PluginContext, "window" | "onStop">,
  name: "__tcfapi" | "__gpp",
  found: () => void,
): void {
  let gap = FIRST_LOOK;
  let timer: number | undefined;
  const look = (): void => {
    if (typeof (window as unknown as Record<string, unknown>)[name] === "function") return found();
    timer = window.setTimeout(look, gap);
    gap = Math.min(2 * gap, LONGEST_GAP);
  };
  onStop(() => window.clearTimeout(timer));
  look();
}
