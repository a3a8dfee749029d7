import { type Consent, isSiteId } from "@wayseal/protocol";
import { fromBase64Url } from "./base64url.js";
import type { Plugin } from "./plugin.js";

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
  /** What captures more, each an entry of its own. They start with the client, in this order. Default none. */
  readonly plugins?: readonly Plugin[];
  /** Says on the console what goes wrong. Default false. */
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

/**
 * Checks the options.
 *
 * @param embedded The key set that came with the script, if one did.
 * @throws {OptionsError} Naming the option that is missing or wrong.
 */
export function checkOptions(options: Options, embedded: string | null): Settings {
  const { site, collector, key, flushInterval, consent, country } = options;
  if (typeof site !== "string" || !isSiteId(site)) throw new OptionsError("site must be 1 to 64 of a-z, 0-9 and -");
  let base: URL;
  try {
    base = new URL(collector, location.href);
  } catch {
    throw new OptionsError("collector must be an address");
  }
  if (!collector || !/^https?:$/.test(base.protocol))
    throw new OptionsError("collector must be an http or https address");
  let signingKey: Uint8Array | null = null;
  if (key) {
    try {
      signingKey = fromBase64Url(key);
    } catch {
      // Reported below, with keys of a wrong length.
    }
    if (signingKey?.length !== POINT || signingKey[0] !== 4) {
      throw new OptionsError("key must be the base64url of the site's signing key");
    }
  }
  if (!signingKey && !embedded) throw new OptionsError("key is required");
  if (flushInterval !== undefined && !(flushInterval >= 100))
    throw new OptionsError("flushInterval must be at least 100");
  if (consent !== undefined && consent !== "none" && consent !== "granted") {
    throw new OptionsError("consent must be none or granted");
  }
  if (country !== undefined && !/^[A-Z]{2}$/.test(country))
    throw new OptionsError("country must be two capital letters");
  for (const name of ["allow", "query", "plugins"] as const) {
    if (options[name] !== undefined && !Array.isArray(options[name])) throw new OptionsError(`${name} must be a list`);
  }
  return { ...options, base: (base.origin + base.pathname).replace(/\/+$/, ""), signingKey, embedded };
}
