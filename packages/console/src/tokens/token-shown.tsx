import type { JSX } from "preact";
import { CopyButton } from "../parts/copy-button.js";
import { Captured } from "../text/captured.js";

/** A token's secret, shown once. */
export function TokenShown(props: {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}): JSX.Element {
  return (
    <section class="reveal-banner" role="status" aria-label="The token's secret">
      <p>
        This is the secret of <Captured value={props.name} limit={60} />. It is shown this once, and nobody can look it
        up:
        <br />
        <code id="token-secret">{props.secret}</code>
      </p>
      <div class="action-buttons">
        <CopyButton text={props.secret} label="Copy secret" fallback="token-secret" />
        <button type="button" class="button" onClick={props.onClose}>
          Done
        </button>
      </div>
    </section>
  );
}
