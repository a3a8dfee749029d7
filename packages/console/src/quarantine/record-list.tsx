import type { QuarantinedAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { time } from "../format/time.js";
import { Ago } from "../parts/ago.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";

/** Records, newest first; each opens. */
export function RecordList(props: {
  readonly records: readonly QuarantinedAnswer[];
  readonly onOpen: (id: number) => void;
}): JSX.Element {
  const now = useNow(60_000);
  return (
    <ol class="queue" aria-label="Refused records">
      {props.records.map(({ id, received, type, reason, detail, expires }) => (
        <li key={id}>
          <button type="button" class="held-row" aria-haspopup="dialog" onClick={() => props.onOpen(id)}>
            <time class="held-when" dateTime={time.iso(received)} title={time.exact(received)}>
              {time.day(received, now)}
            </time>
            <b>
              <Captured value={type ?? "unknown event"} limit={40} />
            </b>
            <span>
              <span class="badge">
                <Captured value={reason} limit={40} />
              </span>
            </span>
            <span class="held-why">
              {detail === null ? null : <Captured value={detail} limit={120} />}
              <span class="held-gone">
                gone <Ago at={expires} now={now} />
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
