import type { PolicyAnswer, PolicyClass } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { LevelMark } from "../journey/field-chip.js";
import { number } from "../format/number.js";
import { Card } from "../parts/card.js";
import { Pick } from "../parts/pick.js";
import { Captured } from "../text/captured.js";
import { captureWords, daysWords, isRemoved, originOf, viewingWords } from "./policy-words.js";
import { RuleOrigin } from "./rule-origin.js";

const LEVELS = ["internal", "confidential", "restricted"] as const;
export const TREATMENTS = ["keep", "mask", "generalise", "hash", "drop", "never"] as const;
const ORIGINS = [
  ["catalogue", "the catalogue"],
  ["pack", "a country pack"],
  ["file", "the policy's file"],
] as const;

/** Every class by what becomes of it: captured, stored, shown, kept, and which rule says so. */
export function ClassMatrix({ policy }: { readonly policy: PolicyAnswer }): JSX.Element {
  const [text, setText] = useState("");
  const [level, setLevel] = useState("");
  const [treatment, setTreatment] = useState("");
  const [origin, setOrigin] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = policy.classes.filter(
    (one) =>
      [one.class, one.group, one.about, one.rule].some((said) => said?.toLowerCase().includes(wanted) === true) &&
      (level === "" || (one.level === level && !isRemoved(one))) &&
      (treatment === "" || one.treatment === treatment) &&
      (origin === "" || originOf(one.rule, policy) === origin),
  );
  return (
    <Card
      title="Classes"
      aside={
        <span class="quiet" role="status">
          {shown.length === policy.classes.length
            ? number.of(shown.length, "class", "classes")
            : `${number.whole(shown.length)} of ${number.of(policy.classes.length, "class", "classes")}`}
        </span>
      }
    >
      <div class="filters" role="search" aria-label="Filter classes">
        <label class="inline-field">
          <span>Find</span>
          <input
            type="search"
            value={text}
            placeholder="class, group or rule"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Pick label="Level" value={level} all="any level" options={LEVELS.map((one) => [one, one])} onPick={setLevel} />
        <Pick
          label="Treatment"
          value={treatment}
          all="any treatment"
          options={TREATMENTS.map((one) => [one, one])}
          onPick={setTreatment}
        />
        <Pick label="Decided by" value={origin} all="anything" options={ORIGINS} onPick={setOrigin} />
      </div>
      {shown.length === 0 ? (
        <p class="quiet">No class is like that.</p>
      ) : (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Classes, table">
          <table class="figures matrix">
            <caption class="sr-only">Classes with what is captured, stored, shown and kept, and by which rule</caption>
            <thead>
              <tr>
                <th scope="col">Class</th>
                <th scope="col">Captured</th>
                <th scope="col">Stored</th>
                <th scope="col">Shown to</th>
                <th scope="col">Kept</th>
                <th scope="col">Decided by</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <Row key={one.class} row={one} policy={policy} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="quiet">
        Forms, fields and properties that lists name may be treated otherwise: see Lists, and ask Explain. Days count
        from the end of the month in which an event came.
      </p>
    </Card>
  );
}

function Row({ row, policy }: { readonly row: PolicyClass; readonly policy: PolicyAnswer }): JSX.Element {
  const removed = isRemoved(row);
  return (
    <tr>
      <th scope="row">
        <b>
          <Captured value={row.class} limit={40} />
        </b>
        <span class="matrix-note">
          {row.about !== null ? <Captured value={row.about} limit={80} /> : (row.group ?? "of your own")}
        </span>
      </th>
      <td>
        <Captured value={captureWords(row.capture)} limit={120} />
      </td>
      <td>
        <Treatment name={row.treatment} /> {removed ? null : <LevelMark level={row.level} />}
      </td>
      <td>
        <Captured value={viewingWords(row)} limit={80} />
      </td>
      <td class="matrix-days">{removed ? "–" : daysWords(policy.retention[row.level])}</td>
      <td>
        <RuleOrigin rule={row.rule} policy={policy} />
      </td>
    </tr>
  );
}

const TONES: Readonly<Record<string, string>> = { keep: "", drop: "tone-bad", never: "tone-bad" };

/** A treatment as a badge. */
export function Treatment({ name }: { readonly name: string }): JSX.Element {
  return (
    <span class={`badge ${TONES[name] ?? "tone-warn"}`}>
      <Captured value={name} limit={20} />
    </span>
  );
}
