import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { API_BASE } from "../api/request.js";
import { useConsole } from "../state/console-context.js";
import { CopyButton } from "./copy-button.js";
import { SealMark } from "./seal-mark.js";

/** What to do where nothing has arrived yet: the very tag for this site. */
export function InstallTag({ words }: { readonly words?: string }): JSX.Element {
  const { site } = useConsole();
  const id = useId();
  const tag = `<script async src="${new URL("wayseal.js", API_BASE).href}?site=${site.id}"></script>`;
  return (
    <section class="card install" aria-labelledby={`${id}-title`}>
      <SealMark subject="a47c19" size={72} />
      <h2 id={`${id}-title`}>No journeys {words === undefined ? "yet" : `in the ${words}`}</h2>
      <p>
        Put this tag into each page of <bdi>{site.name}</bdi>. What visitors do is sealed in their browser and shows
        here within seconds.
      </p>
      <pre class="snippet" tabIndex={0} aria-label="The tag">
        <code id={id}>{tag}</code>
      </pre>
      <CopyButton text={tag} label="Copy the tag" fallback={id} />
      <p class="quiet">
        Field values are not captured unless you allow them: add <code>data-wayseal="allow"</code> to a field. Passwords
        and card numbers are refused even then.
      </p>
    </section>
  );
}
