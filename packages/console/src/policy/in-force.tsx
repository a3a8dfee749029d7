import type { PolicyAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Ago } from "../parts/ago.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";
import { appliedBy, placeNames } from "./policy-words.js";

/** Which policy holds, since when and by whom, and where `law` whose law it reads for what is shown below. */
export function InForce({ policy, law }: { readonly policy: PolicyAnswer; readonly law: boolean }): JSX.Element {
  const now = useNow(30_000);
  const { version, applied, digest, places, union } = policy;
  return (
    <section class="card policy-in-force" aria-label="In force">
      <dl>
        <div>
          <dt>In force</dt>
          <dd>version {version}</dd>
        </div>
        <div>
          <dt>Applied</dt>
          <dd>
            <Ago at={applied} now={now} /> by <Captured value={appliedBy(policy)} limit={60} />
          </dd>
        </div>
        <div>
          <dt>Digest</dt>
          <dd>
            <code title={digest}>{digest.slice(0, 16)}</code>
          </dd>
        </div>
        {law ? (
          <div>
            <dt>Whose law</dt>
            <dd>
              {places.length === 0 ? "not known: the strictest of all packs holds" : <>{placeNames(places)}</>}
              {declaredText(policy)}
              {union !== null && union !== ""
                ? `. There is no pack for ${placeNames([union])}: the strictest of all holds`
                : null}
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}

function declaredText({ declared, picked, places }: PolicyAnswer): string | null {
  if (!declared) return null;
  if (picked) return ", of several that the site declares";
  const several = ": a visitor's country may pick among them";
  return `, as the site declares${places.length > 1 ? several : ": no visitor's country counts"}`;
}
