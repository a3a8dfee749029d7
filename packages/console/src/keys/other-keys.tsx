import type { KeysAnswer, OtherKey } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { number } from "../format/number.js";
import { Ago } from "../parts/ago.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";

/** What each is for, and what there is of what needs it: of one and of several. A Map, since purposes come from outside. */
const WORDS: ReadonlyMap<string, readonly [name: string, one: string, many: string]> = new Map([
  ["receipt", ["Receipts", "receipt", "receipts"]],
  ["blind-index", ["Lookups", "index", "indexes"]],
  ["pending-index", ["Waiting for an index", "value", "values"]],
  ["request", ["Requests", "contact", "contacts"]],
  ["audit", ["Audit trail", "signed point", "signed points"]],
  ["quarantine", ["Quarantine", "refused record", "refused records"]],
  ["backup", ["Backups", "backup made since", "backups made since"]],
]);
const UNKNOWN = ["Another use", "thing", "things"] as const;

/** The site's and the install's keys that stand outside months and levels. */
export function OtherKeys({ keys, now }: { readonly keys: KeysAnswer; readonly now: number }): JSX.Element {
  const { others, signing } = keys;
  return (
    <Card title="Other keys">
      <p class="quiet">
        For what is not an event: they sign, find or seal it. What is refused waits under a key of its day, which is
        destroyed within a week.
      </p>
      {others.length === 0 && signing === null ? (
        <p class="quiet">None yet: each is made when it is first needed.</p>
      ) : (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Other keys, table">
          <table class="figures">
            <caption class="sr-only">Other keys, with what depends on them</caption>
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">Of</th>
                <th scope="col">State</th>
                <th scope="col" class="num">
                  What needs it
                </th>
                <th scope="col">Last used</th>
                <th scope="col">Made</th>
              </tr>
            </thead>
            <tbody>
              {signing === null ? null : (
                <tr>
                  <th scope="row">Key sets</th>
                  <td>this site</td>
                  <td>
                    <span class="badge tone-good">{signing.held ? "current" : "kept elsewhere"}</span>
                  </td>
                  <td class="num">version {number.whole(signing.version)}</td>
                  <td>–</td>
                  <td>
                    <Ago at={signing.created} now={now} />
                  </td>
                </tr>
              )}
              {others.map((key) => (
                <Row key={`${key.purpose} ${key.site} ${key.of}`} other={key} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Row({ other, now }: { readonly other: OtherKey; readonly now: number }): JSX.Element {
  const { purpose, site, of, state, created, lastUse, needs } = other;
  const [name, one, many] = WORDS.get(purpose) ?? UNKNOWN;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{of === "" ? site === "" ? "this install" : "this site" : <Captured value={of} limit={24} />}</td>
      <td>
        <span class={state === "current" ? "badge tone-good" : "badge"}>{state}</span>
      </td>
      <td class="num">{needs === null ? "hashed values" : `${number.whole(needs)} ${needs === 1 ? one : many}`}</td>
      <td>{lastUse === null ? "–" : <Ago at={lastUse} now={now} />}</td>
      <td>
        <Ago at={created} now={now} />
      </td>
    </tr>
  );
}
