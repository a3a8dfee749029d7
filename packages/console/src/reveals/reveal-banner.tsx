import type { RevealAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Icon } from "../parts/icon.js";
import { Captured } from "../text/captured.js";
import { leftOf } from "./reveal-words.js";

/** Says, for as long as a grant lasts, that values are or can be shown, and ends it. */
export function RevealBanner(props: {
  readonly reveal: RevealAnswer;
  readonly now: number;
  readonly shown: boolean;
  readonly busy: boolean;
  readonly onShow: () => void;
  readonly onHide: () => void;
  readonly onEnd: () => void;
}): JSX.Element {
  const { reveal, shown, busy } = props;
  return (
    <section class="reveal-banner" role="status" aria-label="Reveal">
      <Icon name="eye" />
      <p>
        <b>{shown ? "Revealed values are shown." : "You may see more of this visitor."}</b>{" "}
        <Captured value={reveal.classes.join(", ")} limit={120} />: {leftOf(reveal, props.now)}, approved by{" "}
        <Captured value={reveal.decidedBy?.name ?? "somebody who is gone"} limit={40} />. Each look is written down.
      </p>
      <div class="action-buttons">
        <button type="button" class="button button-main" disabled={busy} onClick={shown ? props.onHide : props.onShow}>
          {shown ? "Hide them" : "Show them"}
        </button>
        <button type="button" class="button" disabled={busy} onClick={props.onEnd}>
          End now
        </button>
      </div>
    </section>
  );
}
