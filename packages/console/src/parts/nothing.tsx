import type { TrendsAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { CoarseNote } from "./coarse-note.js";
import { InstallTag } from "./install-tag.js";

/** No event came, as far as this person is told. Where small groups are left out, that says nothing of the site's tag. */
export function Nothing(props: { readonly coarse: TrendsAnswer["coarse"]; readonly words: string }): JSX.Element {
  const { coarse, words } = props;
  if (coarse === undefined) return <InstallTag words={words} />;
  return (
    <div class="card empty">
      <h2>Too little to tell</h2>
      <p>
        Fewer than {coarse.least} visitors came in the {words}, or none.
      </p>
      <CoarseNote coarse={coarse} />
    </div>
  );
}
