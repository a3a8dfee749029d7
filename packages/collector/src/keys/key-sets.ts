import type { KeyObject } from "node:crypto";
import type { SiteCatalog } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { BoundedCache } from "./bounded-cache.js";
import { keyCache } from "./key-cache.js";
import { type HeldSigningKey, signKeySet, unwrapSigningKey } from "./sign-key-set.js";

/** How long a browser may use a set, milliseconds: 7 days. A key that is published waits as long until it is used first. */
export const KEY_SET_LIFETIME = 7 * 24 * 3600 * 1000;
/** How long an unwrapped signing key is held, milliseconds. */
const AGE = 60 * 60_000;

export interface KeySetsOptions {
  readonly sites: Pick<SiteCatalog, "publishedKeys">;
  readonly keyring: Keyring;
  /**
   * The SDK's share of a site's policy in the version that the set stands for, so that no two sets of one version tell
   * browsers different things: the older could be shown to them after the newer. @default nothing more than what is built in
   */
  readonly shareOf?: (site: string, policy: number) => Promise<string | undefined>;
  readonly now?: () => number;
  /** How long a browser may use a set, milliseconds; 7 days. It is signed anew each time half of this has passed. */
  readonly lifetime?: number;
}

export interface SignedKeySet {
  readonly jws: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface KeySets {
  /** @returns The site's key set, or null if there is no such site. @throws {KeySetUnsigned} */
  get(site: string): Promise<SignedKeySet | null>;
}

/** The site's signing key is kept elsewhere, and there is no set that it signed and that may be served. */
export class KeySetUnsigned extends Error {
  override readonly name = "KeySetUnsigned";
  constructor() {
    super("The site's key set waits to be signed: see wayseal keys sign");
  }
}

/** Signed key sets of sites, signed again only when their keys or the policy change, or they grow old. */
export function createKeySets({
  sites,
  keyring,
  shareOf = () => Promise.resolve(undefined),
  now = Date.now,
  lifetime = KEY_SET_LIFETIME,
}: KeySetsOptions): KeySets {
  const signed = new BoundedCache<SignedKeySet & { readonly of: string }>({ limit: 1000 });
  const signers = keyCache<{ readonly of: Buffer; readonly key: KeyObject }>({
    limit: 1000,
    age: AGE,
  });

  async function signer(signing: HeldSigningKey): Promise<KeyObject> {
    const held = signers.get(signing.site);
    if (held?.of.equals(signing.wrapped)) return held.key;
    const key = await unwrapSigningKey(keyring, signing);
    signers.set(signing.site, { of: signing.wrapped, key });
    return key;
  }

  return {
    async get(site) {
      const published = await sites.publishedKeys(site);
      if (published === null) return null;
      const { signing, keys, signedSet } = published;
      const { wrapped } = signing;
      if (wrapped === null) {
        if (signedSet === null) throw new KeySetUnsigned();
        return signedSet;
      }
      const policy = await shareOf(site, published.policy);
      const names = [signing.publicKey.toString("base64url"), signing.version, ...keys.map((key) => key.kid)];
      const of = [...names, policy].join(" ");
      const held = signed.get(site);
      if (held?.of === of && held.expires - now() > lifetime / 2) return held;
      const issued = now();
      const expires = issued + lifetime;
      const jws = signKeySet(
        { site, version: signing.version, issued, expires, keys, policy },
        await signer({ ...signing, wrapped }),
      );
      const set = { jws, expires, of };
      signed.set(site, set);
      return set;
    },
  };
}
