import type { PolicyAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { number } from "../format/number.js";
import { LevelMark } from "../journey/field-chip.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";
import { Treatment } from "./class-matrix.js";
import { isRemoved, placeNames } from "./policy-words.js";

/** The country packs: whose law they read, which hold here, and what each says of each class. */
export function PolicyPacks({ policy }: { readonly policy: PolicyAnswer }): JSX.Element {
  const packs = [...policy.packs].sort((one, other) => Number(other.holds) - Number(one.holds));
  return (
    <>
      {packs.map((pack) => (
        <Card
          key={pack.id}
          title={pack.name.slice(0, 120)}
          aside={
            <span class={pack.holds ? "badge tone-good" : "badge"}>
              {pack.holds ? "holds here" : "does not hold here"}
            </span>
          }
        >
          <p>
            <Captured value={pack.source} limit={200} />, <Captured value={pack.version} limit={100} />, as of{" "}
            <Captured value={pack.date} limit={12} />
          </p>
          <p class="quiet">
            <b>This is {pack.notice.slice(0, 40)}.</b>{" "}
            {pack.places.length === 0 ? "It binds sites of its sector" : <>For people in {placeNames(pack.places)}</>}.
          </p>
          {pack.holds ? <Rows id={pack.id} policy={policy} /> : null}
        </Card>
      ))}
    </>
  );
}

function Rows({ id, policy }: { readonly id: string; readonly policy: PolicyAnswer }): JSX.Element {
  const rows = policy.classes.flatMap(({ class: name, packs }) =>
    packs.filter((one) => one.id === id).map((row) => ({ name, ...row })),
  );
  return (
    <details class="pack-rows">
      <summary>What it says of {number.of(rows.length, "class", "classes")}</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={`Rows of ${id}, table`}>
        <table class="figures">
          <caption class="sr-only">Classes with treatment, level and article</caption>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Treatment</th>
              <th scope="col">Article</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  <Captured value={row.name} limit={40} />
                </th>
                <td>
                  <Treatment name={row.treatment} /> {isRemoved(row) ? null : <LevelMark level={row.level} />}
                </td>
                <td>
                  <Captured value={row.article} limit={100} />
                  {row.because === null ? null : (
                    <span class="matrix-note">
                      replaced by the file: <Captured value={row.because} limit={300} expand />
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
