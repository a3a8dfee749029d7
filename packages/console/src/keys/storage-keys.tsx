import type { KeysAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { number } from "../format/number.js";
import { LevelMark } from "../journey/field-chip.js";
import { Ago } from "../parts/ago.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";

const LEVELS = ["internal", "confidential", "restricted"];

type Kek = KeysAnswer["keks"][number];

function latestFirst(one: Kek, other: Kek): number {
  const level = LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level);
  return one.month === other.month ? level || other.generation - one.generation : one.month < other.month ? 1 : -1;
}

/** The KEKs that hold people's keys, by month and level. */
export function StorageKeys({ keys, now }: { readonly keys: KeysAnswer; readonly now: number }): JSX.Element {
  const { keks } = keys;
  return (
    <Card title="Storage keys">
      {keks.length === 0 ? (
        <p class="quiet">None yet: they are made with the first event of each month and level.</p>
      ) : (
        <>
          <p class="quiet">
            One for each month and level, over the keys of each person. Destroying one makes all of that month and level
            unreadable.
          </p>
          <div class="table-scroll" tabIndex={0} role="region" aria-label="Storage keys, table">
            <table class="figures">
              <caption class="sr-only">Storage keys by month and level, with what depends on them</caption>
              <thead>
                <tr>
                  <th scope="col">Month</th>
                  <th scope="col">Level</th>
                  <th scope="col">State</th>
                  <th scope="col" class="num">
                    Keys under it
                  </th>
                  <th scope="col">Last used</th>
                  <th scope="col">Made</th>
                </tr>
              </thead>
              <tbody>
                {[...keks].sort(latestFirst).map((kek) => (
                  <tr key={kek.id}>
                    <th scope="row">
                      <Captured value={kek.month} limit={10} />
                      {kek.generation > 1 ? <span class="quiet"> no. {kek.generation}</span> : null}
                    </th>
                    <td>
                      <LevelMark level={kek.level} />
                    </td>
                    <td>
                      {kek.moving ? (
                        <span class="badge tone-warn">being replaced</span>
                      ) : kek.destroyed > 0 ? (
                        <span class="badge tone-warn">refresh advised</span>
                      ) : (
                        <span class={kek.state === "current" ? "badge tone-good" : "badge"}>{kek.state}</span>
                      )}
                    </td>
                    <td class="num">
                      {number.whole(kek.deks)}
                      {kek.destroyed > 0 ? <span class="key-note">{number.whole(kek.destroyed)} destroyed</span> : null}
                    </td>
                    <td>{kek.used === null ? "–" : <Ago at={kek.used} now={now} />}</td>
                    <td>
                      <Ago at={kek.created} now={now} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Card>
  );
}
