import type { KeysAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { LevelMark } from "../journey/field-chip.js";
import { number } from "../format/number.js";
import { Ago } from "../parts/ago.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";

/** What wraps the keys above, and stands outside the data. */
export function RootKeys({ keys, now }: { readonly keys: KeysAnswer; readonly now: number }): JSX.Element {
  const { root, levels } = keys;
  return (
    <Card title="Root keys">
      <dl class="facts">
        <div>
          <dt>For everything{levels.length > 0 ? " else" : ""}</dt>
          <dd>
            <code>
              <Captured value={root.id} limit={24} />
            </code>
            <span class="facts-source">
              keyring: <Captured value={root.keyring} limit={40} />
              <InUse since={root.since} now={now} />, wraps {number.whole(root.wrapped)}{" "}
              {root.wrapped === 1 ? "key" : "keys"}
            </span>
          </dd>
        </div>
        {levels.map(({ level, root, since, state, created, sealed }) => (
          <div key={`${level} ${root} ${created}`}>
            <dt>
              <LevelMark level={level} />
            </dt>
            <dd>
              <code>
                <Captured value={root} limit={24} />
              </code>
              <span class="facts-source">
                {state}, by itself
                <InUse since={since} now={now} />, {number.whole(sealed)} {sealed === 1 ? "key" : "keys"} sealed to it
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="quiet">Losing a root key loses everything under it. Keep its recovery copy apart from the data.</p>
    </Card>
  );
}

function InUse({ since, now }: { readonly since: number | null; readonly now: number }): JSX.Element | null {
  if (since === null) return null;
  return (
    <>
      , in use since <Ago at={since} now={now} />
    </>
  );
}
