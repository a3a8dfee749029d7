import type { ComponentChildren, JSX } from "preact";
import { number } from "../format/number.js";

export interface Bar {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly value: number;
  /** A part of `value` that is drawn in a second tone after the rest. */
  readonly second?: number;
  readonly note?: string;
}

/** A short ranking as a table, each row with a bar under its label. */
export function Bars(props: {
  readonly caption: string;
  readonly head: readonly [label: string, value: string];
  readonly bars: readonly Bar[];
  readonly empty: string;
}): JSX.Element {
  if (props.bars.length === 0) return <p class="quiet">{props.empty}</p>;
  const most = Math.max(1, ...props.bars.map(({ value }) => value));
  return (
    <table class="bars">
      <caption class="sr-only">{props.caption}</caption>
      <thead class="sr-only">
        <tr>
          <th scope="col">{props.head[0]}</th>
          <th scope="col">{props.head[1]}</th>
        </tr>
      </thead>
      <tbody>
        {props.bars.map(({ key, label, value, second = 0, note }) => (
          <tr key={key}>
            <th scope="row">
              <span class="bars-label">{label}</span>
              <span class="bars-track" aria-hidden="true">
                <span class="bars-fill" ref={(element) => setWidth(element, (value - second) / most)} />
                {second > 0 ? <span class="bars-second" ref={(element) => setWidth(element, second / most)} /> : null}
              </span>
              {note === undefined ? null : <span class="bars-note">{note}</span>}
            </th>
            <td>{number.whole(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By CSSOM: the policy of this page allows no style attribute in markup. */
function setWidth(element: HTMLElement | null, share: number): void {
  if (element !== null) element.style.width = `${(Math.max(0, Math.min(1, share)) * 100).toFixed(2)}%`;
}
