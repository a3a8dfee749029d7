import type { JSX } from "preact";
import { time } from "../format/time.js";
import { CopyButton } from "../parts/copy-button.js";
import { Captured } from "../text/captured.js";

/** A one-time link, shown once. It is made whole here: the console knows where it is, the collector may not. */
export function LinkShown(props: {
  readonly of: string;
  readonly link: string;
  readonly expires: number;
  readonly onClose: () => void;
}): JSX.Element {
  const hash = props.link.slice(props.link.indexOf("#"));
  const whole = new URL(hash, location.href.split("#")[0]).href;
  return (
    <section class="reveal-banner" role="status" aria-label="One-time link">
      <p>
        Give <Captured value={props.of} limit={60} /> this link. It works once, until {time.exact(props.expires)}:
        <br />
        <code id="one-time-link">{whole}</code>
      </p>
      <div class="action-buttons">
        <CopyButton text={whole} label="Copy link" fallback="one-time-link" />
        <button type="button" class="button" onClick={props.onClose}>
          Done
        </button>
      </div>
    </section>
  );
}
