import type { JSX } from "preact";
import type { LiveState } from "../api/connect-live.js";
import { useOnline } from "../state/use-online.js";

const WORDS: Readonly<Record<LiveState | "offline", string>> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
  polling: "Every 10 s",
  offline: "Offline",
};

/** Whether the page moves by itself. */
export function LiveBadge({ state }: { readonly state: LiveState }): JSX.Element {
  const online = useOnline();
  const shown = online ? state : "offline";
  return (
    <span class={`live live-${shown}`} role="status">
      <i aria-hidden="true" />
      {WORDS[shown]}
    </span>
  );
}
