import type { PolicyChecked } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Icon } from "../parts/icon.js";
import { Captured } from "../text/captured.js";

const AROUND = 2;

/** What is wrong with a file, under the line where it stands. */
export function PolicyFault(props: {
  readonly source: string;
  readonly fault: NonNullable<PolicyChecked["fault"]>;
}): JSX.Element {
  const { line, column, why } = props.fault;
  const lines = props.source.split("\n");
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const numbers = line === 0 ? [] : Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return (
    <div class="policy-fault" role="alert">
      <p class="gate-error">
        <Icon name="warn" />
        <span>
          {line === 0 ? null : `Line ${line}, column ${column}: `}
          <Captured value={why} limit={400} />
        </span>
      </p>
      {numbers.length === 0 ? null : (
        <pre class="snippet policy-lines" aria-hidden="true">
          {numbers.map((number) => (
            <span key={number} class={number === line ? "policy-line policy-line-wrong" : "policy-line"}>
              <i>{number}</i>
              <Captured value={lines[number - 1] === "" ? " " : lines[number - 1]} limit={200} />
            </span>
          ))}
        </pre>
      )}
    </div>
  );
}
