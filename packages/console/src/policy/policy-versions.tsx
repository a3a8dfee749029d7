import type { PolicyVersion } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { time } from "../format/time.js";
import { Answered } from "../parts/answered.js";
import { Card } from "../parts/card.js";
import { useAnswer } from "../state/use-answer.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";
import { changeWords, ChangesTable } from "./changes-table.js";
import { appliedBy } from "./policy-words.js";

/** Every version, and what one decides otherwise than another. @param props.current So that a new one is seen. */
export function PolicyVersions({ current }: { readonly current: number }): JSX.Element {
  const answer = useAnswer(`policy versions ${current}`, (signal) => ask.policyVersions(signal));
  return <Answered answer={answer}>{({ versions }) => <Versions versions={versions} />}</Answered>;
}

function Versions({ versions }: { readonly versions: readonly PolicyVersion[] }): JSX.Element {
  const now = useNow(60_000);
  const last = versions[0]?.version ?? 1;
  return (
    <>
      <Card title="Versions">
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Versions, table">
          <table class="figures">
            <caption class="sr-only">Versions of the policy, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">Applied</th>
                <th scope="col">By</th>
                <th scope="col">Digest</th>
              </tr>
            </thead>
            <tbody>
              {versions.map((one) => (
                <tr key={one.version}>
                  <th scope="row">
                    {one.version} {one.version === last ? <span class="badge tone-good">in force</span> : null}
                  </th>
                  <td>
                    <time dateTime={time.iso(one.applied)} title={time.exact(one.applied)}>
                      {time.day(one.applied, now)}
                    </time>
                  </td>
                  <td>
                    <Captured value={appliedBy(one)} limit={60} />
                  </td>
                  <td>
                    <code title={one.digest}>{one.digest.slice(0, 16)}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      {versions.length < 2 ? (
        <p class="quiet">This is the first version: there is nothing to compare it with yet.</p>
      ) : (
        <Compare versions={versions.map(({ version }) => version)} />
      )}
    </>
  );
}

function Compare({ versions }: { readonly versions: readonly number[] }): JSX.Element {
  const [from, setFrom] = useState(versions[1] ?? 1);
  const [to, setTo] = useState(versions[0] ?? 1);
  const answer = useAnswer(`policy changes ${from} ${to}`, (signal) => ask.policyChanges(from, to, signal));
  const choice = (label: string, value: number, onChange: (version: number) => void) => (
    <label class="inline-field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {versions.map((version) => (
          <option key={version} value={version}>
            version {version}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Card title="What changed">
      <div class="filters">
        {choice("From", from, setFrom)}
        {choice("To", to, setTo)}
      </div>
      <Answered answer={answer} lines={2}>
        {({ changes }) => (
          <>
            <p role="status">Of what is decided, {changeWords(changes)}.</p>
            <ChangesTable changes={changes} caption={`From version ${from} to version ${to}`} />
          </>
        )}
      </Answered>
    </Card>
  );
}
