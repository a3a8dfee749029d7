import { attempt } from "../guard.js";
import { agreedNotes } from "./agreed-notes.js";
import { isPass, writePass } from "./pass.js";

export interface Departure {
  readonly site: string;
  readonly hosts: readonly string[];
  /** Wall clock. */
  readonly now: number;
  /** Nobody is to be told who follows it; what somebody else has put there goes all the same. */
  readonly silent?: boolean;
}

/**
 * @param address Relative to the page, too.
 * @returns The address, saying who follows it if it leads to another of the hosts and the visitor has agreed; otherwise as it is.
 */
export function lead(address: string, { site, hosts, now, silent }: Departure): string {
  const { document, location } = window;
  const url = attempt(() => new URL(address, document.baseURI));
  // In the clear, somebody on the way could say who comes.
  if (!url || url.host === location.host || !hosts.includes(url.host) || url.protocol !== location.protocol)
    return address;
  // Its own fragment stays, unless it says who follows: somebody else may have put that into the page.
  const claims = isPass(url.hash);
  if (url.hash && !claims) return address;
  const { visitor, session } = (!silent && agreedNotes(site)) || {};
  const may = visitor && session;
  if (!may && !claims) return address;
  url.hash = may ? writePass({ site, visitor, session, at: now }) : "";
  return url.href;
}
