import { z } from "zod";
import { type IngestPair, makeIngestPair, signIngestToken } from "../keys/ingest-token.js";
import type { IngestKey } from "../ports/catalog.js";
import { AdminError } from "./errors.js";
import { label, operation, requireSites, siteId } from "./operation.js";

const DAY_MS = 86_400_000;

export interface IngestCreated {
  readonly kid: string;
  readonly site: string;
  readonly name: string;
  /** The private key for the merchant's server; null where a fixed token was made of it. Shown this once, and kept nowhere. */
  readonly jwk: IngestPair["jwk"] | null;
  /** The fixed token, if one was asked for. */
  readonly token: string | null;
  /** When the fixed token ends. */
  readonly expires: number | null;
}

export const createIngestKey = operation(
  z.strictObject({
    site: siteId,
    name: label("A key's name"),
    /** Days that a fixed token is good for; null hands out the private key instead. */
    days: z.int().min(1).max(3650).nullable(),
  }),
  async (parts, { site, name, days }): Promise<IngestCreated> => {
    await requireSites(parts, [site]);
    const pair = makeIngestPair();
    const { kid, publicKey, jwk } = pair;
    const created = parts.now();
    await parts.catalog.addIngestKey({ kid, site, name, publicKey, created });
    if (days === null) return { kid, site, name, jwk, token: null, expires: null };
    const expires = created + days * DAY_MS;
    const token = signIngestToken(pair, site, { from: created, until: expires });
    return { kid, site, name, jwk: null, token, expires };
  },
);

export interface IngestListed {
  readonly sites: readonly {
    readonly site: string;
    readonly requiresToken: boolean;
    readonly keys: readonly Omit<IngestKey, "publicKey" | "site">[];
  }[];
}

export const listIngestKeys = operation(z.strictObject({}), async ({ catalog }): Promise<IngestListed> => {
  const keys = await catalog.ingestKeys();
  return {
    sites: (await catalog.sites()).map(({ id, requiresToken = false }) => ({
      site: id,
      requiresToken,
      keys: keys.filter(({ site }) => site === id).map(({ kid, name, created }) => ({ kid, name, created })),
    })),
  };
});

export const revokeIngestKey = operation(z.strictObject({ kid: z.string().min(1).max(64) }), async (parts, { kid }) => {
  const { catalog } = parts;
  const keys = await catalog.ingestKeys();
  const key = keys.find((key) => key.kid === kid);
  if (key === undefined) throw new AdminError("missing", "There is no ingest key with that id");
  const site = (await catalog.sites()).find(({ id }) => id === key.site);
  if (site?.requiresToken === true && keys.filter((other) => other.site === key.site).length === 1) {
    throw new AdminError(
      "invalid",
      `The site ${key.site} asks for a token and has no other key: it would take nothing. Make another first, or run wayseal ingest require ${key.site} --off`,
    );
  }
  await catalog.removeIngestKey(kid);
  return { kid, site: key.site };
});

export const requireIngestToken = operation(
  z.strictObject({ site: siteId, required: z.boolean() }),
  async (parts, { site, required }) => {
    await requireSites(parts, [site]);
    if (required && !(await parts.catalog.ingestKeys()).some((key) => key.site === site)) {
      throw new AdminError("invalid", `The site ${site} has no ingest key: it would take nothing. Make one first`);
    }
    await parts.catalog.setRequiresToken(site, required);
    return { site, required };
  },
);
