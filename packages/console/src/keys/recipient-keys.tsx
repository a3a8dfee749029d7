import type { KeysAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { number } from "../format/number.js";
import { Ago } from "../parts/ago.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";
import { turnOf } from "./turn-of.js";

const TONES: ReadonlyMap<string, string> = new Map([
  ["current", "tone-good"],
  ["accepted", "tone-warn"],
]);

/** The keys that browsers seal to, and the one that signs their set. */
export function RecipientKeys({ keys, now }: { readonly keys: KeysAnswer; readonly now: number }): JSX.Element {
  const { recipients, signing } = keys;
  return (
    <Card title="Recipient keys">
      <p class="quiet">
        Browsers seal to the current one. An accepted one still opens what arrives; a retired one nothing.
      </p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Recipient keys, table">
        <table class="figures">
          <caption class="sr-only">Recipient keys with state, age and use</caption>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">State</th>
              <th scope="col">Made</th>
              <th scope="col">Last used</th>
              <th scope="col" class="num">
                Events
              </th>
              <th scope="col">Next</th>
            </tr>
          </thead>
          <tbody>
            {recipients.map((key) => (
              <tr key={key.kid}>
                <th scope="row">
                  <code>
                    <Captured value={key.kid} limit={24} />
                  </code>
                </th>
                <td>
                  <span class={`badge ${TONES.get(key.state) ?? ""}`}>
                    <Captured value={key.state} limit={20} />
                  </span>
                  {key.compromised === null ? null : <span class="badge tone-bad">compromised</span>}
                </td>
                <td>
                  <Ago at={key.created} now={now} />
                </td>
                <td>{key.lastUse === null ? "never" : <Ago at={key.lastUse} now={now} />}</td>
                <td class="num">{number.whole(key.events)}</td>
                <td>
                  <Next {...key} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {signing === null ? null : (
        <p class="quiet">
          The set, version {signing.version}, is signed by a key made <Ago at={signing.created} now={now} />
          {signing.held ? "." : " that is kept elsewhere."}
        </p>
      )}
    </Card>
  );
}

type NextProps = Pick<KeysAnswer["recipients"][number], "due" | "quietSince" | "ready"> & { readonly now: number };

function Next({ now, ...key }: NextProps): JSX.Element {
  const [at, what] =
    key.ready === null
      ? [turnOf(key), (turnOf(key) ?? now) < now ? "due since" : "turns"]
      : [key.ready, "to be signed first:"];
  return at === null ? (
    <>–</>
  ) : (
    <>
      {what} <Ago at={at} now={now} />
    </>
  );
}
