import { attempt } from "../guard.js";

/**
 * @param domains Hosts as a list, or with commas between them.
 * @returns Them as addresses hold them: in small letters, in Punycode, without the usual port.
 * @throws {TypeError} Naming what is no host. No host stands for others, so nothing is let in by a pattern.
 */
export function readHosts(domains: unknown): readonly string[] {
  const list: unknown[] = typeof domains === "string" ? domains.split(",") : Array.isArray(domains) ? domains : [];
  const hosts = list.map((domain) => {
    const host = String(domain).trim();
    const url = /^[^\s/?#@*\\]+$/.test(host) ? attempt(() => new URL(`https://${host}`)) : undefined;
    if (!url) throw new TypeError(`linkDomains: "${host}" is no host: write it as in an address, such as help.example`);
    return url.host;
  });
  if (!hosts.length) throw new TypeError("linkDomains: name the hosts of your site (domains, or data-domains)");
  return hosts;
}
