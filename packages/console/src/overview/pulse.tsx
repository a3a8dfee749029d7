import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { number } from "../format/number.js";
import type { Live } from "../state/console-context.js";
import { PULSE_SPAN } from "../state/use-live.js";
import { useNow } from "../state/use-now.js";

const STEP = 3_000;
const STEPS = PULSE_SPAN / STEP;
/** A screen reader is told at most this often, milliseconds. */
const SAY_EVERY = 20_000;

/** Events as they are committed: how many in the last minute, and a bar for every three seconds of the last two. */
export function Pulse({ live }: { readonly live: Live }): JSX.Element {
  const now = Math.max(useNow(1_000), live.recent.at(-1)?.seen ?? 0);
  const minute = live.recent
    .filter(({ seen }) => seen > now - 60_000)
    .reduce((sum, { message }) => sum + message.events, 0);
  // Whole steps, so that a bar does not change as it moves along.
  const last = Math.floor(now / STEP);
  const bars = Array.from({ length: STEPS }, () => 0);
  for (const { seen, message } of live.recent) {
    const index = STEPS - 1 - (last - Math.floor(seen / STEP));
    if (index >= 0 && index < STEPS) bars[index] = (bars[index] ?? 0) + message.events;
  }
  const most = Math.max(6, ...bars);

  return (
    <section class="pulse" aria-label="Events arriving now">
      <p class="pulse-count">
        <b>{number.whole(minute)}</b> <span>{minute === 1 ? "event" : "events"} in the last minute</span>
      </p>
      <div class="pulse-bars" aria-hidden="true">
        {bars.map((value, index) => (
          <i
            key={last - STEPS + index}
            class={value > 0 ? "on" : ""}
            ref={(element) => void (element !== null && (element.style.height = `${height(value, most)}%`))}
          />
        ))}
      </div>
      <Say count={minute} />
    </section>
  );
}

function height(value: number, most: number): number {
  return value === 0 ? 8 : Math.round(16 + (84 * value) / most);
}

/** The same for screen readers, throttled. */
function Say({ count }: { readonly count: number }): JSX.Element {
  const now = useNow(SAY_EVERY);
  const [said, setSaid] = useState("");
  useEffect(() => {
    setSaid(count === 0 ? "" : `${number.of(count, "event")} in the last minute`);
    // Only the slow clock makes it speak.
    // Not on every count.
  }, [now]);
  return (
    <p class="sr-only" aria-live="polite">
      {said}
    </p>
  );
}
