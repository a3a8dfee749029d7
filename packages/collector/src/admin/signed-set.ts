import { z } from "zod";
import { KEY_SET_LIFETIME, KeySetError, toJwk, verifyKeySet } from "../keys/index.js";
import { captureShare } from "../policy/index.js";
import { adopt, whyRefused } from "../recipients/index.js";
import { AdminError } from "./errors.js";
import { onlySite, operation, policiesOf, siteId } from "./operation.js";
import { publishedNow, type Rotated } from "./recipient-keys.js";

/** A key set that is to be signed elsewhere. */
export interface UnsignedSet {
  readonly site: string;
  readonly version: number;
  readonly keys: readonly ReturnType<typeof toJwk>[];
  /** The SDK's share of the policy in force (docs/protocol.md). */
  readonly policy?: string;
}

export const readUnsigned = operation(
  z.strictObject({ site: siteId.optional(), nextFirst: z.boolean().optional() }),
  async (parts, { site: asked, nextFirst = false }): Promise<UnsignedSet> => {
    const site = await onlySite(parts, asked);
    const { signing, keys } = (await parts.catalog.publishedKeys(site))!;
    const next = keys.filter(({ state }) => state === "next");
    if (nextFirst && next.length === 0) throw new AdminError("missing", `${site} has no next key: wayseal keys rotate`);
    const policy = captureShare(await policiesOf(parts).current(), site);
    return {
      ...{ site, version: signing.version + 1, keys: (nextFirst ? next : keys).map(toJwk) },
      ...(policy !== undefined && { policy }),
    };
  },
);

export const publishSigned = operation(
  z.strictObject({
    site: siteId.optional(),
    jws: z.string().max(262_144),
    signer: z
      .string()
      .regex(/^[\w-]{87}$/, "A signing key is 65 bytes in base64url, as wayseal keys signer prints it")
      .optional(),
  }),
  async (parts, { site: asked, jws, signer }): Promise<Rotated> => {
    const site = await onlySite(parts, asked);
    const at = parts.now();
    await parts.catalog.turnKeys(site, (keys) => {
      const { wrapped, publicKey } = keys.signing;
      if (wrapped !== null && signer === undefined) {
        throw new AdminError("invalid", `The collector signs the key sets of ${site} itself: --signer hands that over`);
      }
      const by = signer === undefined ? publicKey : Buffer.from(signer, "base64url");
      const set = verified(jws, by);
      const refused = whyRefused(keys, set, at);
      if (refused !== null) throw new AdminError("invalid", refused);
      const isNew = wrapped !== null || !by.equals(publicKey);
      return adopt(keys, { set, jws: jws.trim(), at, signer: isNew ? by : null, lifetime: KEY_SET_LIFETIME });
    });
    await parts.catalog.scrub();
    parts.onTurned?.();
    return publishedNow(parts, site);
  },
);

function verified(jws: string, publicKey: Buffer): ReturnType<typeof verifyKeySet> {
  try {
    return verifyKeySet(jws, publicKey);
  } catch (error) {
    if (error instanceof KeySetError) throw new AdminError("invalid", error.message);
    throw error;
  }
}
