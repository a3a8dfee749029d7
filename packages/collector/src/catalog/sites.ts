import {
  CatalogError,
  type IngestKey,
  type RecipientKey,
  type Site,
  type SiteCatalog,
  type SigningKey,
} from "../ports/catalog.js";
import type { Database } from "./dialect.js";

/** Sites and the keys that face browsers. */
export function createSites(db: Database): SiteCatalog {
  return {
    async addSite(site, recipient, signing) {
      await db.transaction().execute(async (db) => {
        const taken = await db.selectFrom("site").select("id").where("id", "=", site.id).executeTakeFirst();
        if (taken !== undefined) throw new CatalogError("exists", `There is a site ${site.id} already`);
        await db
          .insertInto("site")
          .values({ id: site.id, name: site.name, origins: JSON.stringify(site.origins), created: site.created })
          .execute();
        await db
          .insertInto("recipient_key")
          .values({
            kid: recipient.kid,
            site: recipient.site,
            public_key: recipient.publicKey,
            wrapped: recipient.wrapped,
            created: recipient.created,
            state: recipient.state,
          })
          .execute();
        await db
          .insertInto("signing_key")
          .values({
            site: signing.site,
            public_key: signing.publicKey,
            wrapped: signing.wrapped,
            created: signing.created,
            version: signing.version,
          })
          .execute();
      });
    },

    async sites() {
      const rows = await db.selectFrom("site").selectAll().orderBy("created").orderBy("id").execute();
      return rows.map(({ requires_token: required, ...row }): Site => ({
        ...row,
        origins: JSON.parse(row.origins) as string[],
        ...(required === 1 ? { requiresToken: true } : {}),
      }));
    },

    async setRequiresToken(site, required) {
      await db
        .updateTable("site")
        .set({ requires_token: required ? 1 : 0 })
        .where("id", "=", site)
        .execute();
    },

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

    async recipientKeys(site) {
      const rows = await db
        .selectFrom("recipient_key")
        .selectAll()
        .$if(site !== undefined, (query) => query.where("site", "=", site!))
        .orderBy("created", "desc")
        .orderBy("kid")
        .execute();
      return rows.map(({ public_key: publicKey, ...row }): RecipientKey => ({ ...row, publicKey }));
    },

    async signingKey(site) {
      const row = await db.selectFrom("signing_key").selectAll().where("site", "=", site).executeTakeFirst();
      if (row === undefined) return null;
      const { public_key: publicKey, ...rest } = row;
      return { ...rest, publicKey } satisfies SigningKey;
    },
  };
}
