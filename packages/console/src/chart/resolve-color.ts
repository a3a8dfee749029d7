let probe: HTMLElement | null = null;

/**
 * @param token A custom property that holds a colour, such as `--accent`.
 * @returns The colour as the page now resolves it. A canvas knows no custom properties, and reading one gives its text.
 */
export function resolveColor(token: `--${string}`): string {
  if (probe === null || !probe.isConnected) {
    probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}
