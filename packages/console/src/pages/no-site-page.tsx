import type { JSX } from "preact";
import { GateFrame } from "../people/gate-frame.js";

/** For someone who may see no site: none exists, or none was given to them. */
export function NoSitePage({ onSignOut }: { readonly onSignOut: () => void }): JSX.Element {
  return (
    <GateFrame title="No site yet">
      <p>There is no site that you may see. Whoever runs this collector can add one:</p>
      <pre class="snippet" tabIndex={0}>
        <code>wayseal sites add shop --name "My shop" --origin https://shop.example</code>
      </pre>
      <button type="button" class="button" onClick={onSignOut}>
        Sign out
      </button>
    </GateFrame>
  );
}
