import type { ComponentChildren, JSX } from "preact";
import type { Answer } from "../state/use-answer.js";
import { Failure } from "./failure.js";
import { Skeleton } from "./skeleton.js";

/** What a page asked for, once it is there; until then about its shape, and above both what went wrong. */
export function Answered<T>(props: {
  readonly answer: Answer<T>;
  readonly lines?: number;
  readonly tall?: boolean;
  readonly children: (data: T) => ComponentChildren;
}): JSX.Element {
  const { data, error, refresh } = props.answer;
  const { lines = 4, tall = false, children } = props;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={refresh} stale={data !== undefined} />}
      {data !== undefined ? (
        children(data)
      ) : error === undefined ? (
        <div class="card">
          <Skeleton lines={lines} tall={tall} />
        </div>
      ) : null}
    </>
  );
}
