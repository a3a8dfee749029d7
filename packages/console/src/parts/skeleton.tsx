import type { JSX } from "preact";

/** Stands where something is on its way, in about its shape. */
export function Skeleton({
  lines = 3,
  tall = false,
}: {
  readonly lines?: number;
  readonly tall?: boolean;
}): JSX.Element {
  return (
    <div class="skeleton" role="status">
      <span class="sr-only">Loading…</span>
      {tall ? <div class="skeleton-block" aria-hidden="true" /> : null}
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
