import { isSiteId } from "@wayseal/protocol";
import { attempt } from "../guard.js";
import { arrive } from "../link/arrive.js";
import { decorate } from "../link/decorate.js";
import { lead } from "../link/lead.js";
import { readHosts } from "../link/read-hosts.js";
import type { Plugin } from "../plugin.js";

/** Options of `linkDomains`. A script tag gives them as text: `data-site="shop" data-domains="shop.example,help.example"`. */
export interface LinkDomainsOptions {
  /** The site's id, the same on all of its hosts. */
  readonly site: string;
  /** The hosts that belong together, as in their addresses, with a port that is not the usual one. None stands for others. */
  readonly domains: readonly string[] | string;
  /** `granted` where the page says so to the SDK, too. Default: what the visitor chose here before. */
  readonly consent?: string;
}

/** The plugin, and what a script of the page needs that goes elsewhere by itself. */
export interface LinkDomains extends Plugin {
  /** @returns The address, saying for two minutes who follows it; as it is where it may not, or leads to no such host, and after `stop`. */
  to(address: string): string;
}

/**
 * Keeps a visitor who has agreed the same one on all hosts of a site. A link to one of them says at the press, in its
 * fragment and for two minutes, who follows it; the page that it leads to takes that out of its address as soon as this is
 * called, which is before the SDK starts.
 *
 * @throws {TypeError} Naming the option that is missing or wrong.
 */
export function linkDomains({ site, domains, consent = "none" }: LinkDomainsOptions): LinkDomains {
  if (typeof site !== "string" || !isSiteId(site))
    throw new TypeError("linkDomains: name your site's id (site, or data-site)");
  if (!/^(granted|none)$/.test(consent)) throw new TypeError('linkDomains: consent is "granted" or "none"');
  const hosts = readHosts(domains);
  const departure = () => ({ site, hosts, now: Date.now() });
  // On a server there is no page.
  attempt(() => arrive({ ...departure(), agreed: consent === "granted" }));
  let stopped = false;
  const plugin: Plugin = ({ window, listen, onStop }) => {
    stopped = false;
    onStop(() => (stopped = true));
    const heard = new WeakSet<EventTarget>();
    const hear = (root: EventTarget, ...types: readonly string[]): void => {
      if (heard.has(root)) return;
      heard.add(root);
      for (const type of types) listen(root, type, (event) => decorate(event, departure()));
    };
    hear(window, "click", "auxclick", "submit");
    // `submit` does not leave a shadow tree. Whoever sends a form there has come to it or pressed something in it.
    for (const type of ["focusin", "click"]) {
      listen(window, type, (event) => {
        for (const part of event.composedPath()) if (part instanceof ShadowRoot) hear(part, "submit");
      });
    }
  };
  const to = (address: string): string => (stopped ? undefined : attempt(() => lead(address, departure()))) ?? address;
  return Object.assign(plugin, { to });
}
