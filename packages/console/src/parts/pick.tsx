import type { JSX } from "preact";

/** A labelled choice among a few, or all of them, on one line with others. */
export function Pick(props: {
  readonly label: string;
  readonly value: string;
  /** What an empty value is called. */
  readonly all: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onPick: (value: string) => void;
}): JSX.Element {
  return (
    <label class="inline-field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onPick(event.currentTarget.value)}>
        <option value="">{props.all}</option>
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name.slice(0, 80)}
          </option>
        ))}
      </select>
    </label>
  );
}
