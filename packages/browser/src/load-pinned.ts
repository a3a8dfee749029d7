/** Engines that check the hash of a module that is loaded ahead. WebKit does not. */
const CHECKS_LINKS = /^(Google Inc\.)?$/;

/**
 * Loads a module, and runs it only if its bytes are those of the hash. By a link where that is checked, since no Trusted Types
 * stand in its way; elsewhere by a script.
 *
 * @throws If it cannot be had, or is another.
 */
export async function loadPinned(url: string, integrity: string, nonce: string): Promise<unknown> {
  // First into the browser's cache: a module that is loaded holds up the page's own `load`, and this does not.
  await fetch(url, { integrity });
  const link = document.createElement("link");
  const byLink = CHECKS_LINKS.test(navigator.vendor) && link.relList.supports("modulepreload");
  const element = byLink ? link : document.createElement("script");
  const named = byLink ? { rel: "modulepreload", href: url } : { type: "module", src: url };
  Object.assign(element, named, { crossOrigin: "anonymous", integrity, nonce });
  await new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  }).finally(() => element.remove());
  // By now it is in the page's map of modules, and what is there is what was checked.
  return import(url);
}
