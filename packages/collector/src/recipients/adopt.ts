import type { KeySet } from "../keys/index.js";
import type { RecipientKey } from "../ports/catalog.js";
import type { KeyTurn, SiteKeys } from "../ports/recipients.js";

export interface AdoptOptions {
  readonly set: KeySet;
  /** The set as it was signed. */
  readonly jws: string;
  readonly at: number;
  /** The signing key, where it is not the site's yet. */
  readonly signer: Buffer | null;
  /** Milliseconds for which browsers may hold a set that the collector signed itself. */
  readonly lifetime: number;
}

/** @returns Why a set that was signed elsewhere cannot be served, in words for the operator; null if it can. */
export function whyRefused({ keys, signing }: SiteKeys, set: KeySet, at: number): string | null {
  if (set.site !== signing.site) return `The key set is for another site: ${set.site}`;
  if (set.version <= signing.version) {
    return `The key set is not newer than the one that is served: version ${set.version}, and ${signing.version} is there`;
  }
  if (set.expires <= at) return "The key set has expired";
  if (new Set(set.keys.map(({ kid }) => kid)).size < set.keys.length) return "The key set names a key twice";
  for (const { kid, publicKey } of set.keys) {
    const key = keys.find((key) => key.kid === kid);
    if (key === undefined || !key.publicKey.equals(publicKey)) return `The key set names an unknown key: ${kid}`;
    if (key.state !== "current" && key.state !== "next") return `The key set names a key that is ${key.state}: ${kid}`;
  }
  return null;
}

/** Serves a set that was signed elsewhere. Its first key is the current one from then on; the one before is accepted. */
export function adopt({ keys, signing, signedSet }: SiteKeys, options: AdoptOptions): KeyTurn {
  const { set, jws, at, signer, lifetime } = options;
  const { site, version, expires } = set;
  const [first, ...others] = set.keys.map(({ kid }) => kid);
  // Until then browsers may use the set that was served so far.
  const held = signedSet?.expires ?? (signing.wrapped === null ? at : at + lifetime);
  const change = keys.flatMap((key): RecipientKey[] => {
    if (key.kid === first) return key.state === "current" ? [] : [{ ...key, state: "current", since: at, due: null }];
    if (key.state === "current") {
      return [{ ...key, state: "accepted", since: at, due: Math.max(at + key.grace, held) }];
    }
    if (key.state !== "next") return [];
    return [{ ...key, due: others.includes(key.kid) ? Math.max(key.due ?? 0, held) : null }];
  });
  return {
    change,
    signedSet: { site, jws, version, expires, published: at },
    ...(signer !== null && { signer }),
  };
}
