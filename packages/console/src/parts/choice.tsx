import type { JSX } from "preact";
import { useId } from "preact/hooks";

/** A row of radio buttons that looks like one control. The browser gives it arrow keys. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly long?: string }[];
  readonly onChange: (value: T) => void;
}): JSX.Element {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="sr-only">{props.label}</legend>
      {props.options.map(({ value, label, long }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
            {...(long === undefined ? {} : { "aria-label": long })}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
