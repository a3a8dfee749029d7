import type { QuarantinedContent } from "@wayseal/collector/api";
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { act, ask } from "../api/ask.js";
import { time } from "../format/time.js";
import { rejectWords } from "../loss/reject-words.js";
import { Answered } from "../parts/answered.js";
import { DeedError } from "../parts/deed-error.js";
import { Dialog } from "../parts/dialog.js";
import { useAnswer } from "../state/use-answer.js";
import { useDeed } from "../state/use-deed.js";
import { Captured } from "../text/captured.js";
import { replayWords } from "./replay-words.js";

/** Lines of a shape that are shown. */
const LINES = 300;

/** One record: why it was refused, its shape, and what can be done with it. */
export function RecordDialog(props: {
  readonly site: string;
  readonly id: number;
  /** With words on what became of it. */
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { site, id, onDone, onClose } = props;
  const answer = useAnswer(`quarantined ${site} ${id}`, (signal) => ask.quarantined(site, id, signal));
  const [sure, setSure] = useState(false);
  const deed = useDeed();
  const which = { site, ids: [id] };
  const replay = () => void deed.run(async () => onDone(replayWords(await act.replayQuarantined(which))));
  const drop = () =>
    void deed.run(async () => {
      await act.dropQuarantined(which);
      onDone(`Record ${id} is gone.`);
    });
  return (
    <Dialog title={`Record ${id}`} onClose={onClose}>
      <Answered answer={answer} lines={6}>
        {(shown) => <Whole shown={shown} />}
      </Answered>
      <DeedError error={deed.error} />
      {sure ? <p role="alert">Drop this record for good? It cannot be taken in after that.</p> : null}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={sure ? () => setSure(false) : onClose}>
          {sure ? "Keep it" : "Close"}
        </button>
        {sure ? null : (
          <button
            type="button"
            class="button button-main"
            disabled={deed.busy || answer.data === undefined}
            onClick={replay}
          >
            Take in again
          </button>
        )}
        <button
          type="button"
          class="button button-danger"
          disabled={deed.busy || answer.data === undefined}
          onClick={sure ? drop : () => setSure(true)}
        >
          {sure ? "Drop for good" : "Drop"}
        </button>
      </div>
    </Dialog>
  );
}

function Whole({ shown }: { readonly shown: QuarantinedContent }): JSX.Element {
  const { reason, detail, received, expires, content, policy } = shown;
  // One by one: within a line strangers' line breaks are shown by name, as every control character is.
  const lines = JSON.stringify(content, null, 2).split("\n");
  return (
    <>
      <dl class="facts">
        <Fact name="Refused as">
          <Captured value={reason} limit={64} />
          <span class="facts-source">{rejectWords(reason)}</span>
        </Fact>
        {detail === null ? null : (
          <Fact name="Because">
            <Captured value={detail} limit={200} />
          </Fact>
        )}
        <Fact name="Received">{time.exact(received)}</Fact>
        <Fact name="Gone by">{time.exact(expires)}</Fact>
        <Fact name="Policy of now">version {policy}</Fact>
      </dl>
      <h3 class="held-title">Its shape</h3>
      <pre class="snippet held-shape">
        {lines.slice(0, LINES).map((line, at) => (
          <span key={at} class="held-line">
            <Captured value={line} limit={200} />
          </span>
        ))}
        {lines.length > LINES ? <span class="held-line">…</span> : null}
      </pre>
      <p class="quiet">
        Of values no more than their kind is shown, to anybody: it was refused before it could be said what they are.
      </p>
    </>
  );
}

function Fact(props: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
