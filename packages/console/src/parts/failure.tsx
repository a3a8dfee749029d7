import type { JSX } from "preact";
import type { RequestError } from "../api/request.js";
import { Icon } from "./icon.js";

/** One clear message with a way on. `stale` says that older figures are still on the page. */
export function Failure(props: {
  readonly error: RequestError;
  readonly onRetry: () => void;
  readonly stale?: boolean;
}): JSX.Element {
  const { error, onRetry, stale = false } = props;
  return (
    <div class={stale ? "failure failure-stale" : "failure"} role="alert">
      <Icon name="warn" />
      <p>
        {error.message} {stale ? "What you see was read earlier." : null}
      </p>
      {error.fault === "missing" ? null : (
        <button type="button" class="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
