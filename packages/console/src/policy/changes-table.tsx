import type { PolicyChangesAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { number } from "../format/number.js";
import { Captured } from "../text/captured.js";

type Change = PolicyChangesAnswer["changes"][number];

const TONES: Readonly<Record<Change["way"], string>> = { looser: "tone-bad", tighter: "tone-good", other: "" };

/** @returns `2 loosened, 1 tightened`. */
export function changeWords(changes: readonly Change[]): string {
  const counted = (["looser", "tighter", "other"] as const).flatMap((way) => {
    const count = changes.filter((change) => change.way === way).length;
    const words = { looser: "loosened", tighter: "tightened", other: "changed otherwise" }[way];
    return count === 0 ? [] : [`${number.whole(count)} ${words}`];
  });
  return counted.length === 0 ? "nothing that decides" : counted.join(", ");
}

/** What one policy decides otherwise than another. */
export function ChangesTable({
  changes,
  caption,
}: {
  readonly changes: readonly Change[];
  readonly caption: string;
}): JSX.Element {
  if (changes.length === 0) return <p class="quiet">They decide everything alike.</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`${caption}, table`}>
      <table class="figures changes">
        <caption class="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">About</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Way</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ about, from, to, way }, at) => (
            <tr key={at}>
              <th scope="row">
                <Captured value={about} limit={80} />
              </th>
              <td>
                {from === null ? <span class="quiet">not there</span> : <Captured value={from} limit={160} expand />}
              </td>
              <td>{to === null ? <span class="quiet">not there</span> : <Captured value={to} limit={160} expand />}</td>
              <td>
                <span class={`badge ${TONES[way] ?? ""}`}>
                  <Captured value={way} limit={12} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
