import { isSelector } from "./capture/control.js";
import type { Chunks, LoadChunk } from "./chunks.js";
import type { Client } from "./client.js";
import { attempt } from "./guard.js";
import { meantOption } from "./meant-option.js";
import { type Options, OptionsError } from "./options.js";
import { startClient } from "./start-client.js";

/**
 * Starts the SDK for one site. Called again for the same site it returns the same client, until that is stopped. Where
 * there is no page (server-side rendering) the client does nothing.
 *
 * @throws {OptionsError} If an option is missing or wrong. Nothing else ever throws.
 */
export function init(options: Options): Client {
  if (typeof document === "undefined") return INERT;
  checkNames(options ?? {});
  return startClient(options ?? {}, null, loadChunk);
}

/**
 * Says what would go unheard: names that are no option's, and selectors that the browser does not take.
 *
 * @throws {OptionsError} On a name that is nearly an option's.
 */
function checkNames(options: Options): void {
  for (const name of Object.keys(options)) {
    const meant = meantOption(name);
    if (meant) throw new OptionsError(`"${name}" is no option: "${meant}" is`);
    if (meant === "") console.error(`wayseal: "${name}" is no option`);
  }
  for (const entry of Array.isArray(options.allow) ? (options.allow as readonly string[]) : []) {
    if (isSelector(entry) && attempt(() => document.querySelector(entry)) === undefined) {
      console.error(`wayseal: "${entry}" in "allow" is no selector`);
    }
  }
}

const CHUNKS: { readonly [K in keyof Chunks]: () => Promise<Chunks[K]> } = {
  // It is part of this entry.
  rest: async () => undefined,
  preview: () => import("./preview/show-preview.js"),
  x25519: () => import("./seal/x25519.js"),
  words: () => import("./redact/words.js"),
};
const loadChunk: LoadChunk = (name) => CHUNKS[name]();

const nothing = (): void => undefined;

const INERT: Client = {
  track: nothing,
  page: nothing,
  register: nothing,
  unregister: nothing,
  identify: nothing,
  reset: nothing,
  consent: nothing,
  optOut: nothing,
  optIn: nothing,
  use: nothing,
  flush: async () => undefined,
  stop: nothing,
};
