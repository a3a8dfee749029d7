import type { KeysAnswer } from "../api.js";
import type { Policy } from "../policy/index.js";
import type { PublishedKeys } from "../ports/recipients.js";
import { tellsPolicy } from "./tells-policy.js";

/** @returns A site's signing key as people see it, with what they must know of a set that is signed elsewhere. */
export function listedSigning(published: PublishedKeys | null, policy: Policy): KeysAnswer["signing"] {
  if (published === null) return null;
  const { signing, signedSet } = published;
  return {
    key: signing.publicKey.toString("base64url"),
    version: signing.version,
    created: signing.created,
    held: signing.wrapped !== null,
    signedUntil: signedSet?.expires ?? null,
    tellsPolicy: signing.wrapped !== null || (signedSet && tellsPolicy(signedSet, policy)),
  };
}
