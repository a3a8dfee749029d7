import type { AuditVerified } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { RequestError } from "../api/request.js";
import { number } from "../format/number.js";
import { DeedError } from "../parts/deed-error.js";
import { Icon } from "../parts/icon.js";
import { useDeed } from "../state/use-deed.js";
import { Captured } from "../text/captured.js";

interface Progress {
  readonly entries: number;
  readonly of: number;
}

/** Checks the log from its beginning, says how far it is, and names the first broken place. */
export function Verify(): JSX.Element {
  const [progress, setProgress] = useState<Progress>();
  const [result, setResult] = useState<AuditVerified>();
  const deed = useDeed();
  const verify = () =>
    deed.run(async () => {
      setResult(undefined);
      setProgress({ entries: 0, of: 1 });
      let ended = false;
      try {
        await act.verifyAudit((line) => {
          if (!("result" in line)) return setProgress(line);
          ended = true;
          setResult(line.result);
        });
      } finally {
        setProgress(undefined);
      }
      // An answer that ends early says nothing of the log.
      if (!ended) throw new RequestError("failed", "The collector's answer was cut off.");
    });
  return (
    <div class="verify">
      <button type="button" class="button button-main" disabled={deed.busy} onClick={() => void verify()}>
        {deed.busy ? "Verifying…" : "Verify"}
      </button>
      {progress === undefined ? null : (
        <label class="verify-progress">
          <progress max={Math.max(1, progress.of)} value={progress.entries} />
          <span>
            {number.whole(progress.entries)} of {number.of(progress.of, "entry", "entries")}
          </span>
        </label>
      )}
      <DeedError error={deed.error} />
      {result === undefined ? null : <Result result={result} />}
    </div>
  );
}

function Result({ result }: { readonly result: AuditVerified }): JSX.Element {
  const { broken, entries, first, last, signed, witnessed, lag, restored } = result;
  if (broken !== null) {
    return (
      <p class="verify-result verify-broken" role="alert">
        <Icon name="warn" />
        <span>
          <b>Broken at entry {number.whole(broken.seq)}:</b> <Captured value={broken.why} limit={300} />. Until there{" "}
          {number.of(entries, "entry is", "entries are")} good.
        </span>
      </p>
    );
  }
  return (
    <p class="verify-result verify-good" role="status">
      <Icon name="done" />
      <span>
        <b>Nothing is broken.</b> {number.of(entries, "entry", "entries")}, from {number.whole(first)} to{" "}
        {number.whole(last)}, {signed === 0 ? "not signed yet" : `signed up to ${number.whole(signed)}`}.{" "}
        {witnessed === null
          ? "No witness was asked."
          : `The witness bears out ${number.of(witnessed, "entry", "entries")}${lag === 0 || lag === null ? "" : ` and was not told of ${number.whole(lag)} yet`}.`}
        {restored.map(({ seq, lost }) => (
          <>
            {" "}
            It was restored from a backup and goes on by entry {number.whole(seq)}:{" "}
            {lost === null
              ? "what came after that before is not known"
              : `${number.of(lost, "entry", "entries")} of before lost`}
            .
          </>
        ))}
      </span>
    </p>
  );
}
