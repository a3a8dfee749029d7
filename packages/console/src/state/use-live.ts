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
    return connectLive({
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
  }, [site]);
  return live;
}
