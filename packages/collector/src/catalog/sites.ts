import { CatalogError, type IngestKey, type Site, type SiteCatalog } from "../ports/catalog.js";
import type { Database } from "./dialect.js";
import { keepBytes } from "./key-bytes.js";
import { readPublished, readRecipients, readSigning, recipientRow } from "./recipient-rows.js";

/** Sites and the keys that face browsers. */
export function createSites(db: Database): SiteCatalog {
  const change = async (id: string, flag: { readonly requires_token: number } | { readonly two_people: number }) =>
    void (await db.updateTable("site").set(flag).where("id", "=", id).execute());
  return {
    async addSite(site, recipient, signing) {
      await db.transaction().execute(async (db) => {
        const taken = await db.selectFrom("site").select("id").where("id", "=", site.id).executeTakeFirst();
        if (taken !== undefined) throw new CatalogError("exists", `There is a site ${site.id} already`);
        await db
          .insertInto("site")
          .values({ id: site.id, name: site.name, origins: JSON.stringify(site.origins), created: site.created })
          .execute();
        const bytesOf = async (wrapped: Buffer | null) => (wrapped === null ? null : keepBytes(db, wrapped));
        await db
          .insertInto("recipient_key")
          .values(recipientRow(recipient, await bytesOf(recipient.wrapped)))
          .execute();
        const { wrapped, publicKey: public_key, ...row } = signing;
        await db
          .insertInto("signing_key")
          .values({ ...row, public_key, key: await bytesOf(wrapped) })
          .execute();
      });
    },

    async sites() {
      const rows = await db.selectFrom("site").selectAll().orderBy("created").orderBy("id").execute();
      return rows.map(({ requires_token: required, two_people: two, ...row }): Site => ({
        ...row,
        origins: JSON.parse(row.origins) as string[],
        ...(required === 1 ? { requiresToken: true } : {}),
        ...(two === 1 ? { twoPeople: true } : {}),
      }));
    },

    setRequiresToken: (site, required) => change(site, { requires_token: required ? 1 : 0 }),

    setTwoPeople: (site, required) => change(site, { two_people: required ? 1 : 0 }),

    async addIngestKey({ publicKey, ...key }) {
      await db
        .insertInto("ingest_key")
        .values({ ...key, public_key: publicKey })
        .execute();
    },

    async ingestKeys() {
      const rows = await db.selectFrom("ingest_key").selectAll().orderBy("created").orderBy("kid").execute();
      return rows.map(({ public_key: publicKey, ...row }): IngestKey => ({ ...row, publicKey }));
    },

    async removeIngestKey(kid) {
      await db.deleteFrom("ingest_key").where("kid", "=", kid).execute();
    },

    recipientKeys: (site) => readRecipients(db, site),

    publishedKeys: (site) => db.transaction().execute((db) => readPublished(db, site)),

    signingKey: (site) => readSigning(db, site),
  };
}
