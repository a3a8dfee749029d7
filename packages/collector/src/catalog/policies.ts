import type { Selectable } from "kysely";
import { CatalogError } from "../ports/catalog.js";
import type { Actor } from "../ports/erasures.js";
import type { PolicyCatalog, StoredPolicy } from "../ports/policies.js";
import type { Database } from "./dialect.js";
import { newestPolicy } from "./newest-policy.js";
import type { Tables } from "./tables.js";

/** Versions of the policy. */
export function createPolicyCatalog(db: Database): PolicyCatalog {
  return {
    policyInForce: () => newestPolicy(db),

    async policy(version) {
      const row = await db.selectFrom("policy").selectAll().where("version", "=", version).executeTakeFirst();
      return row === undefined ? null : toPolicy(row);
    },

    async policies() {
      return (await db.selectFrom("policy").selectAll().orderBy("version", "desc").execute()).map(toPolicy);
    },

    async addPolicy({ by, ...policy }) {
      await db.transaction().execute(async (db) => {
        if ((await newestPolicy(db)) + 1 !== policy.version) {
          throw new CatalogError(
            "exists",
            "Another policy was applied meanwhile: look at it first, then apply this again",
          );
        }
        await db
          .insertInto("policy")
          .values({ ...policy, by_kind: by?.kind ?? null, by_id: by?.id ?? null })
          .execute();
        await db
          .updateTable("signing_key")
          .set(({ eb }) => ({ version: eb("version", "+", 1) }))
          .where("key", "is not", null)
          .$if(policy.version === 1, (query) => query.where("site", "=", ""))
          .execute();
      });
    },
  };
}

function toPolicy({ by_kind, by_id, ...row }: Selectable<Tables["policy"]>): StoredPolicy {
  return { ...row, by: by_kind === null || by_id === null ? null : { kind: by_kind as Actor["kind"], id: by_id } };
}
