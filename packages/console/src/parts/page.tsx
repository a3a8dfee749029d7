import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A page's frame: its title gets the focus when one comes here from another page, so that a screen reader says where. */
export function Page(props: {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Wayseal`;
  }, [props.title]);
  useEffect(() => {
    scrollTo(0, 0);
    // Not on the first page of all: there the browser's own start is right.
    if (visited) heading.current?.focus({ preventScroll: true });
    visited = true;
  }, []);
  return (
    <div class="page">
      <header class="page-head">
        <div class="page-title">
          <h1 tabIndex={-1} ref={heading}>
            {props.title}
          </h1>
          {props.lead === undefined ? null : <div class="page-lead">{props.lead}</div>}
        </div>
        {props.aside === undefined ? null : <div class="page-aside">{props.aside}</div>}
      </header>
      {props.children}
    </div>
  );
}

let visited = false;
