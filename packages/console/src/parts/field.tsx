import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

interface Given {
  readonly id: string;
  readonly "aria-describedby"?: string;
}

/** A label, its control and a line of help that belongs to it. */
export function Field(props: {
  readonly label: string;
  readonly help?: string;
  readonly children: (given: Given) => ComponentChildren;
}): JSX.Element {
  const id = useId();
  const help = `${id}-help`;
  return (
    <div class="control-group">
      <label for={id}>{props.label}</label>
      {props.children({ id, ...(props.help === undefined ? {} : { "aria-describedby": help }) })}
      {props.help === undefined ? null : (
        <p id={help} class="control-help">
          {props.help}
        </p>
      )}
    </div>
  );
}
