import type { JSX } from "preact";
import { time } from "../format/time.js";

/** A moment, relative, with the exact time as its title. */
export function Ago({ at, now }: { readonly at: number; readonly now: number }): JSX.Element {
  const iso = time.iso(at);
  return (
    <time {...(iso === undefined ? {} : { dateTime: iso })} title={time.exact(at)}>
      {time.ago(at, now)}
    </time>
  );
}
