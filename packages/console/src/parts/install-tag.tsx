import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { API_BASE } from "../api/request.js";
import { useConsole } from "../state/console-context.js";
import { useAnswer } from "../state/use-answer.js";
import { Choice } from "./choice.js";
import { CopyButton } from "./copy-button.js";
import { installSnippets, type Way } from "./install-snippets.js";
import { SealMark } from "./seal-mark.js";

const WAYS: readonly { readonly value: Way; readonly label: string; readonly why: string }[] = [
  {
    value: "tag",
    label: "Tag",
    why: "Put this tag into each page. It carries the site's keys and updates itself.",
  },
  {
    value: "pinned",
    label: "Pinned tag",
    why: "Put this tag into each page. Browsers run this very script and no other, and take only keys that the site has signed.",
  },
  {
    value: "npm",
    label: "npm package",
    why: "Install @wayseal/browser and put this where your app starts. It takes only keys that the site has signed.",
  },
];

/** What to do where nothing has arrived yet: what to paste for this very site. */
export function InstallTag({ words }: { readonly words?: string }): JSX.Element {
  const { site } = useConsole();
  const id = useId();
  const [wanted, setWanted] = useState<Way>("tag");
  const { data } = useAnswer(`install ${site.id}`, (signal) => ask.install(site.id, signal));
  const snippets = installSnippets(new URL("..", API_BASE).href.replace(/\/$/, ""), site.id, data);
  const known = WAYS.filter(({ value }) => snippets[value] !== undefined);
  const way = known.find(({ value }) => value === wanted) ?? WAYS[0];
  const text = snippets[way?.value ?? "tag"] ?? "";
  return (
    <section class="card install" aria-labelledby={`${id}-title`}>
      <SealMark subject="a47c19" size={72} />
      <h2 id={`${id}-title`}>No journeys {words === undefined ? "yet" : `in the ${words}`}</h2>
      <p>
        What visitors of <bdi>{site.name}</bdi> do is sealed in their browser and shows here within seconds.
      </p>
      {known.length > 1 ? (
        <Choice label="How to load it" value={way?.value ?? "tag"} options={known} onChange={setWanted} />
      ) : null}
      <p id={`${id}-why`}>{way?.why}</p>
      <pre class="snippet" tabIndex={0} aria-label="What to paste" aria-describedby={`${id}-why`}>
        <code id={id}>{text}</code>
      </pre>
      <CopyButton key={way?.value} text={text} label="Copy" fallback={id} />
      <p class="quiet">
        Field values are not captured unless you allow them: add <code>data-wayseal="allow"</code> to a field. Passwords
        and card numbers are refused even then.
      </p>
    </section>
  );
}
