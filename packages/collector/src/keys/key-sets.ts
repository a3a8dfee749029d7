import type { KeyObject } from "node:crypto";
import type { SigningKey, SiteCatalog } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { BoundedCache } from "./bounded-cache.js";
import { signKeySet, unwrapSigningKey } from "./sign-key-set.js";

const DAY = 24 * 3600 * 1000;
/** How long an unwrapped signing key is held, milliseconds. */
const AGE = 60 * 60_000;

export interface KeySetsOptions {
  readonly sites: Pick<SiteCatalog, "recipientKeys" | "signingKey">;
  readonly keyring: Keyring;
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
  /** @returns The site's key set, or null if there is no such site. */
  get(site: string): Promise<SignedKeySet | null>;
}

/** Signed key sets of sites, signed again only when their keys change or they grow old. */
export function createKeySets({ sites, keyring, now = Date.now, lifetime = 7 * DAY }: KeySetsOptions): KeySets {
  const signed = new BoundedCache<SignedKeySet & { readonly of: string }>({ limit: 1000 });
  const signers = new BoundedCache<{ readonly of: SigningKey["wrapped"]; readonly key: KeyObject }>({
    limit: 1000,
    age: AGE,
  });

  async function signer(signing: SigningKey): Promise<KeyObject> {
    const held = signers.get(signing.site);
    if (held?.of.equals(signing.wrapped)) return held.key;
    const key = await unwrapSigningKey(keyring, signing);
    signers.set(signing.site, { of: signing.wrapped, key });
    return key;
  }

  return {
    async get(site) {
      const [signing, recipients] = await Promise.all([sites.signingKey(site), sites.recipientKeys(site)]);
      if (signing === null) return null;
      const keys = recipients.filter((key) => key.state === "current");
      const of = [signing.publicKey.toString("base64url"), signing.version, ...keys.map((key) => key.kid)].join(" ");
      const held = signed.get(site);
      if (held?.of === of && held.expires - now() > lifetime / 2) return held;
      const issued = now();
      const expires = issued + lifetime;
      const jws = signKeySet({ site, version: signing.version, issued, expires, keys }, await signer(signing));
      const set = { jws, expires, of };
      signed.set(site, set);
      return set;
    },
  };
}
