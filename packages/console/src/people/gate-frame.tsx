import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Brand } from "../shell/brand.js";

/** The frame of pages before the sign-in. */
export function GateFrame({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  useEffect(() => {
    document.title = `${title} · Wayseal`;
  }, [title]);
  return (
    <div class="gate">
      <main class="gate-card" id="main">
        <Brand />
        <h1>{title}</h1>
        {children}
      </main>
      <p class="gate-foot">Sealed in the browser. Opened only for cleared eyes.</p>
    </div>
  );
}
