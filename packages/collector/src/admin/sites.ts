import { z } from "zod";
import { makeSiteKeys } from "../keys/make-site-keys.js";
import { CatalogError, type Site } from "../ports/catalog.js";
import { type InstallSnippets, installSnippets } from "../scripts/index.js";
import { AdminError } from "./errors.js";
import { label, onlySite, operation, siteId } from "./operation.js";

const origin = z
  .string()
  .refine(
    (text) =>
      text === "*" || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text),
    "An origin is like https://shop.example, without a path (or * for any)",
  );

export interface SiteAdded {
  readonly site: Site;
  /** Key id of its recipient key. */
  readonly kid: string;
  /** The site's signing key for `data-key`: base64url of the uncompressed P-256 point. */
  readonly key: string;
  /** The tag to put into the merchant's pages. */
  readonly script: string;
}

export const addSite = operation(
  z.strictObject({
    id: siteId,
    name: label("A site's name"),
    origins: z.array(origin).min(1, "Name at least one origin, such as https://shop.example").max(50),
  }),
  async ({ catalog, keyring, address, now }, { id, name, origins }): Promise<SiteAdded> => {
    const created = now();
    const site = { id, name, origins: [...new Set(origins)], created };
    const { recipient, signing } = await makeSiteKeys(keyring, { site: id, now: created });
    try {
      await catalog.addSite(site, recipient, signing);
    } catch (error) {
      if (error instanceof CatalogError && error.fault === "exists") {
        throw new AdminError("exists", `There is a site ${id} already`);
      }
      throw error;
    }
    const key = signing.publicKey.toString("base64url");
    const { script } = installSnippets({ address: address(), site: id, key, script: null });
    return { site, kid: recipient.kid, key, script };
  },
);

export interface SiteListed extends Site {
  /** The site's signing key for `data-key`, as in `SiteAdded`. */
  readonly key: string;
}

export const listSites = operation(z.strictObject({}), async ({ catalog }) => ({
  sites: await Promise.all(
    (await catalog.sites()).map(async (site): Promise<SiteListed> => {
      const signing = await catalog.signingKey(site.id);
      return { ...site, key: signing?.publicKey.toString("base64url") ?? "" };
    }),
  ),
}));

/** Whether sensitive values are shown to nobody before a second person approved, super users included. */
export const changeSite = operation(
  z.strictObject({ id: siteId, twoPeople: z.boolean() }),
  async (parts, { id, twoPeople }) => {
    await onlySite(parts, id);
    await parts.catalog.setTwoPeople(id, twoPeople);
    return { id, twoPeople };
  },
);

export interface SiteTags extends InstallSnippets {
  readonly site: string;
  readonly key: string;
  /** Of the pinned tag. */
  readonly version: string | null;
  readonly integrity: string | null;
}

export const tagSite = operation(
  z.strictObject({ id: siteId }),
  async ({ catalog, scripts, address }, { id }): Promise<SiteTags> => {
    const signing = await catalog.signingKey(id);
    if (signing === null) throw new AdminError("missing", `There is no site ${id}`);
    const key = signing.publicKey.toString("base64url");
    const script = await scripts.current();
    const { version = null, integrity = null } = script ?? {};
    return { site: id, key, version, integrity, ...installSnippets({ address: address(), site: id, key, script }) };
  },
);
