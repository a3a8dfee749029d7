import type { KeysAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Card } from "../parts/card.js";
import { Icon } from "../parts/icon.js";
import { advise } from "./advise.js";

/** What to do about the keys now, or that there is nothing to do. */
export function Advice({ keys, now }: { readonly keys: KeysAnswer; readonly now: number }): JSX.Element {
  const advice = advise(keys, now);
  return (
    <Card title="To do" class="key-advice">
      {advice.length === 0 ? (
        <p class="key-fine">
          <Icon name="done" /> Nothing: no key waits to be replaced.
        </p>
      ) : (
        <ul>
          {advice.map(({ id, words, command }) => (
            <li key={id}>
              <Icon name="warn" />
              <div>
                <p>{words}</p>
                {command === null ? null : <code>{command}</code>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
