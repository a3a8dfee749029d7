import { useEffect, useState } from "preact/hooks";
import { connectLive } from "../api/connect-live.js";
import { API_BASE } from "../api/request.js";
import type { Live } from "./console-context.js";

/** How long messages are remembered for the pulse, milliseconds. */
export const PULSE_SPAN = 120_000;
const QUIET: Live = { state: "connecting", recent: [], beat: 0 };

/** Follows the events of a site as the collector commits them. */
export function useLive(site: string | undefined): Live {
  const [live, setLive] = useState(QUIET);
  useEffect(() => {
    setLive(QUIET);
    if (site === undefined) return;
    const url = new URL(`live?${new URLSearchParams({ site }).toString()}`, API_BASE);
    let close: (() => void) | undefined;
    let before = false;
    const connect = () =>
      connectLive({
        url,
        onState: (state) => setLive((live) => ({ ...live, state })),
        onGap: () => setLive((live) => ({ ...live, beat: live.beat + 1 })),
        onMessage: (message) => {
          const seen = Date.now();
          setLive((live) => ({
            ...live,
            beat: live.beat + 1,
            recent: [...live.recent.filter((one) => one.seen > seen - PULSE_SPAN), { seen, message }],
          }));
        },
      });
    // A browser opens six connections to a host over HTTP/1.1: tabs that nobody sees must not hold them all.
    const follow = () => {
      if (document.hidden) {
        close?.();
        close = undefined;
      } else if (close === undefined) {
        if (before) setLive((live) => ({ ...live, beat: live.beat + 1 }));
        before = true;
        close = connect();
      }
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      close?.();
    };
  }, [site]);
  return live;
}
