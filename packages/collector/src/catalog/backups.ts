import type { Selectable } from "kysely";
import type { BackupCatalog, BackupRecord } from "../ports/backups.js";
import { copyTables } from "./copy-tables.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { emptySpool } from "./erasures.js";
import type { Tables } from "./tables.js";

/** Backups: their records, their keys, and the copy of tables that goes into them. */
export function createBackups(db: Database, dialect: CatalogDialect): BackupCatalog {
  return {
    async backupKeys() {
      const rows = await db.selectFrom("backup_key").selectAll().where("used", "=", 1).orderBy("created").execute();
      return rows.map(({ id, public_key: publicKey, created }) => ({ id, publicKey, created }));
    },

    async addBackupKey({ id, publicKey: public_key, created }, alone) {
      await db.transaction().execute(async (db) => {
        if (alone) await db.updateTable("backup_key").set({ used: 0 }).execute();
        await db.insertInto("backup_key").values({ id, public_key, created, used: 1 }).execute();
      });
    },

    async beginBackup(order, above = 0) {
      const row = { ...order, since: order.at, finished: null, bytes: 0, digest: "", destroyed: null };
      return db.transaction().execute(async (db) => {
        await dialect.continueFrom(db, { backup: above });
        const { number } = await db.insertInto("backup").values(row).returning("number").executeTakeFirstOrThrow();
        return number;
      });
    },

    async finishBackup(number, { at: finished, ...done }) {
      await db
        .updateTable("backup")
        .set({ ...done, finished })
        .where("number", "=", number)
        .execute();
    },

    async destroyedBackup(number, at) {
      await db
        .updateTable("backup")
        .set({ destroyed: at })
        .where("number", "=", number)
        .where("destroyed", "is", null)
        .execute();
    },

    async forgetBases(after) {
      await db
        .updateTable("backup")
        .set({ digest: "" })
        .where("kind", "=", "data")
        .where("number", ">", after)
        .execute();
    },

    async leapSetVersions(now) {
      const least = Math.floor(now / 1000);
      await db
        .updateTable("signing_key")
        .set(({ eb }) => ({
          version: eb
            .case()
            .when("version", "<", least)
            .then(least)
            .else(eb("version", "+", 1))
            .end(),
        }))
        .execute();
    },

    async erasedSubjects() {
      return db.selectFrom("erasure").select(["site", "subject"]).orderBy("at").execute();
    },

    async erasedSince(at) {
      const { count } = await db
        .selectFrom("erasure")
        .select((select) => select.fn.countAll<number>().as("count"))
        .where("at", ">=", at)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async backups() {
      return (await db.selectFrom("backup").selectAll().orderBy("number").execute()).map(toRecord);
    },

    copyTables: (kind) => copyTables(db, dialect, kind),

    async dropErased() {
      const waiting = await db
        .selectFrom("erasure")
        .select(["site", "subject"])
        .where((where) =>
          where.exists(
            where
              .selectFrom("spool")
              .select("spool.id")
              .whereRef("spool.subject", "=", "erasure.subject")
              .whereRef("spool.site", "=", "erasure.site"),
          ),
        )
        .execute();
      return db.transaction().execute(async (db) => {
        let rows = 0;
        for (const { site, subject } of waiting) rows += await emptySpool(db, site, subject);
        return rows;
      });
    },

    async prove({ what, id, at }) {
      await db
        .insertInto("proof")
        .values({ what, id, at })
        .onConflict((conflict) => conflict.columns(["what", "id"]).doUpdateSet({ at }))
        .execute();
    },

    async proofs() {
      return db.selectFrom("proof").selectAll().orderBy("what").orderBy("id").execute();
    },
  };
}

function toRecord(row: Selectable<Tables["backup"]>): BackupRecord {
  return row;
}
