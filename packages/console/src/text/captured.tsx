import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { cutText } from "./cut-text.js";
import { showControls } from "./show-controls.js";
import { MOST_SHOWN, valueText } from "./value-text.js";

export interface CapturedProps {
  readonly value: unknown;
  /** UTF-16 units shown before it is cut. Default 120. */
  readonly limit?: number;
  /** Offer to show the rest. Without it a cut text only ends in an ellipsis, as inside a link. */
  readonly expand?: boolean;
}

/**
 * Text that strangers wrote. The one way by which it reaches the page: as text nodes, isolated so that it cannot
 * reorder what stands beside it, with hidden characters shown, and bounded. Never as a link.
 */
export function Captured({ value, limit = 120, expand = false }: CapturedProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const whole = valueText(value);
  const { text, cut } = cutText(whole, open ? MOST_SHOWN : limit);
  const long = whole.length > limit;
  return (
    <span class={open && long ? "captured captured-open" : "captured"}>
      <bdi
        {...(open && long ? { tabIndex: 0, role: "group", "aria-label": "Captured text" } : {})}
        class="captured-text"
        translate={false}
      >
        {whole === "" ? <span class="captured-empty">empty</span> : null}
        {showControls(text).map((run) =>
          run.kind === "plain" ? (
            run.text
          ) : (
            <span class="control" title={run.name}>
              {run.label}
            </span>
          ),
        )}
        {cut ? "…" : null}
      </bdi>
      {long && expand ? (
        <button type="button" class="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Show less" : `Show all (${sizeOf(whole)})`}
        </button>
      ) : null}
    </span>
  );
}

function sizeOf(text: string): string {
  return text.length > MOST_SHOWN
    ? `first ${MOST_SHOWN.toLocaleString("en")} characters`
    : `${text.length.toLocaleString("en")} characters`;
}
