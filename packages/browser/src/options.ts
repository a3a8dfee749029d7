import { type Consent, isSiteId } from "@wayseal/protocol";
import { fromBase64Url } from "./base64url.js";
import { attempt } from "./guard.js";
import type { Plugin } from "./plugin.js";

/** What `beforeSend` is shown, and gives back: the event as it would leave. */
export interface OutgoingEvent {
  readonly type: string;
  /** Template of the page's address. */
  url?: string;
  /** Of `track`. */
  properties?: Record<string, unknown>;
  /** Of `identify`. */
  traits?: Record<string, unknown>;
  [part: string]: unknown;
}

export interface Options {
  /** The site's id: 1 to 64 of a-z, 0-9 and `-`. */
  readonly site: string;
  /** Where the collector is, such as `https://collector.example` or `https://shop.example/stats`. Relative to the page. */
  readonly collector: string;
  /**
   * The site's signing key, base64url of the uncompressed P-256 point (`wayseal keys list` prints it). Required unless
   * the collector's own script, which carries the key set, starts the SDK.
   */
  readonly key?: string;
  /** Fields whose values may be captured: names, ids, classes such as `city`, or CSS selectors. Default none. */
  readonly allow?: readonly string[];
  /** Query parameters that stay in addresses; their values are cleaned. Default none. */
  readonly query?: readonly string[];
  /**
   * What the visitor has agreed to. Default: what they chose here before, else `none`, which keeps nothing on the device.
   */
  readonly consent?: Consent;
  /** Capture nothing before consent is granted. Default false. */
  readonly requireConsent?: boolean;
  /** Milliseconds from an event to its sending, at least 100. Default 2000. */
  readonly flushInterval?: number;
  /** Ingest token, where the site asks for one. */
  readonly token?: string;
  /** ISO 3166-1 alpha-2 country that the visitor stated. */
  readonly country?: string;
  /** Marks journeys that no person made. Default false. */
  readonly generated?: boolean;
  /**
   * Shown each event before it is sealed; may take away and edit, and drops it by returning nothing, or by throwing. What it
   * returns is redacted again. Default none.
   */
  readonly beforeSend?: (event: OutgoingEvent) => OutgoingEvent | null | undefined | false;
  /** The share of visitors that is measured, from 0 to 1. Nothing is sent of the others. Default 1. */
  readonly sample?: number;
  /** What captures more, each an entry of its own. They start with the client, in this order. Default none. */
  readonly plugins?: readonly Plugin[];
  /** Says on the console what goes wrong, and of each event what leaves and what does not. Default false. */
  readonly debug?: boolean;
  /** Default `window.fetch`. */
  readonly fetch?: typeof fetch;
  /** Wall clock, milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Fills an array with random bytes for ids. Default `crypto.getRandomValues`. */
  readonly random?: (bytes: Uint8Array) => Uint8Array;
  /** Where ids are kept with consent; null keeps them in memory. Default `localStorage`. */
  readonly storage?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
}

/** `init` was called with options that cannot work. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
}

/** Options that have been checked, with what the script that starts the SDK adds. */
export interface Settings extends Options {
  /** Without a slash at its end. */
  readonly base: string;
  readonly signingKey: Uint8Array | null;
  /** The key set that came with the script. */
  readonly embedded: string | null;
}

/** Bytes of an uncompressed P-256 point: 0x04, x, y. */
const POINT = 65;
const NO_KEY = new Uint8Array(0);
/** Milliseconds. */
const MIN_INTERVAL = 100;

/**
 * Checks the options.
 *
 * @param embedded The key set that came with the script, if one did.
 * @throws {OptionsError} Naming the option that is missing or wrong.
 */
export function checkOptions(options: Options, embedded: string | null): Settings {
  const { site, collector, key, flushInterval = MIN_INTERVAL, consent = "none", country = "AA", sample = 1 } = options;
  const base = attempt(() => new URL(collector, location.href));
  const signingKey = key ? (attempt(() => fromBase64Url(key)) ?? NO_KEY) : null;
  const right = {
    site: typeof site === "string" && isSiteId(site),
    collector: collector && base && /^https?:$/.test(base.protocol),
    key: signingKey ? signingKey.length === POINT && signingKey[0] === 4 : embedded,
    flushInterval: flushInterval >= MIN_INTERVAL,
    consent: consent === "none" || consent === "granted",
    country: /^[A-Z]{2}$/.test(country),
    allow: Array.isArray(options.allow ?? []),
    query: Array.isArray(options.query ?? []),
    sample: sample >= 0 && sample <= 1 && typeof sample === "number",
    plugins: Array.isArray(options.plugins ?? []),
    beforeSend: typeof (options.beforeSend ?? checkOptions) === "function",
    token: typeof (options.token ?? "") === "string",
  };
  const wrong = Object.entries(right).find(([, isRight]) => !isRight);
  if (wrong) throw new OptionsError(`"${wrong[0]}" is missing or wrong`);
  const { origin, pathname } = base as URL;
  return { ...options, base: (origin + pathname).replace(/\/+$/, ""), signingKey, embedded };
}
