import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

/** A titled region of a page. */
export function Card(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly class?: string;
  readonly busy?: boolean;
}): JSX.Element {
  const id = useId();
  return (
    <section class={`card ${props.class ?? ""}`} aria-labelledby={id} aria-busy={props.busy === true}>
      <header class="card-head">
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}
