import type { Options } from "./options.js";

/** Each option there is: the type says where one is missing here. */
const NAMES: Readonly<Record<keyof Options, true>> = {
  site: true,
  collector: true,
  key: true,
  allow: true,
  query: true,
  consent: true,
  requireConsent: true,
  flushInterval: true,
  token: true,
  country: true,
  generated: true,
  beforeSend: true,
  sample: true,
  plugins: true,
  debug: true,
  fetch: true,
  now: true,
  random: true,
  storage: true,
};

const plain = (name: string): string => name.toLowerCase().replace(/^data-|[^a-z]/g, "");

/**
 * Knows a name that is nearly an option's: `requireconsent` would go unheard, and a page be captured before consent.
 *
 * @returns The option that was meant, "" where it is like none, null where the name is right.
 */
export function meantOption(name: string): string | null {
  return Object.hasOwn(NAMES, name) ? null : (Object.keys(NAMES).find((each) => plain(each) === plain(name)) ?? "");
}
