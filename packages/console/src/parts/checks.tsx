import type { JSX } from "preact";

/** Several of a few, each with its box. */
export function Checks(props: {
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly title?: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}): JSX.Element {
  const { legend, options, chosen, onChange } = props;
  return (
    <fieldset class="checks">
      <legend>{legend}</legend>
      {options.map(({ value, label, title }) => (
        <label key={value} {...(title === undefined ? {} : { title })}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
