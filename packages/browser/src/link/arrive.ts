import { attempt } from "../guard.js";
import { agreedNotes } from "./agreed-notes.js";
import { isPass, PASS_AGE, readPass } from "./pass.js";

export interface Arrival {
  readonly site: string;
  readonly hosts: readonly string[];
  /** The page itself says that the visitor has agreed. */
  readonly agreed: boolean;
  /** Wall clock. */
  readonly now: number;
}

/**
 * Takes what a link says out of the page's address, always; and believes it only where the visitor has agreed, for two
 * minutes, and from a page of one of the hosts: whoever is sent the link by somebody comes from nowhere or from elsewhere.
 */
export function arrive({ site, hosts, agreed, now }: Arrival): void {
  const { location, history, document, localStorage } = window;
  if (!isPass(location.hash)) return;
  const pass = readPass(location.hash);
  const address = new URL(location.href);
  address.hash = "";
  // Whole, since a path may begin with two slashes.
  history.replaceState(history.state, "", address.href);
  const from = attempt(() => new URL(document.referrer));
  if (!from || from.protocol !== location.protocol || !hosts.includes(from.host)) return;
  if (!pass || pass.site !== site || pass.at > now || now - pass.at > PASS_AGE) return;
  const notes = agreedNotes(site, agreed);
  if (!notes) return;
  const { visitor, session } = pass;
  // Earlier streams of another visitor must not be named beside this one.
  const { streams, ...others } = notes;
  const kept = { ...others, ...(streams && notes.visitor === visitor && { streams }), visitor, session, seen: now };
  localStorage.setItem(`wayseal:${site}`, JSON.stringify(kept));
}
