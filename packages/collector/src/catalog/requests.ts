import type { Selectable } from "kysely";
import type { Actor } from "../ports/erasures.js";
import type {
  RequestAction,
  RequestCatalog,
  RequestChange,
  RequestKind,
  RequestState,
  RequestStep,
  SubjectRequest,
} from "../ports/requests.js";
import type { Database } from "./dialect.js";
import type { Tables } from "./tables.js";

/** The queue of people's requests. */
export function createRequests(db: Database): RequestCatalog {
  async function addStep(db: Database, number: number, { by, ...step }: RequestStep): Promise<void> {
    await db
      .insertInto("request_step")
      .values({ ...step, number, by_kind: by.kind, by_id: by.id })
      .execute();
  }

  return {
    async addRequest({ confirmBy: confirm_by, ...request }, step) {
      await db.transaction().execute(async (db) => {
        await db
          .insertInto("request")
          .values({ ...request, confirm_by })
          .execute();
        await addStep(db, request.version, step);
      });
    },

    async requests(site, open, limit) {
      let query = db.selectFrom("request").selectAll().where("site", "=", site);
      if (open) query = query.where("closed", "is", null);
      const rows = await query.orderBy("due").orderBy("received").orderBy("id").limit(limit).execute();
      return rows.map(toRequest);
    },

    async request(id) {
      const row = await db.selectFrom("request").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRequest(row);
    },

    async requestSteps(id) {
      const rows = await db
        .selectFrom("request_step")
        .selectAll()
        .where("request", "=", id)
        .orderBy("number")
        .execute();
      return rows.map(({ request, at, by_kind, by_id, action, note, ref }) => ({
        ...{ request, at, note, ref },
        by: { kind: by_kind as Actor["kind"], id: by_id },
        action: action as RequestAction,
      }));
    },

    async changeRequest(id, version, change: RequestChange, step) {
      return db.transaction().execute(async (db) => {
        const { numUpdatedRows } = await db
          .updateTable("request")
          .set({ ...change, version: version + 1 })
          .where("id", "=", id)
          .where("version", "=", version)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await addStep(db, version + 1, step);
        return true;
      });
    },
  };
}

function toRequest({ confirm_by: confirmBy, kind, state, ...row }: Selectable<Tables["request"]>): SubjectRequest {
  return { ...row, confirmBy, kind: kind as RequestKind, state: state as RequestState };
}
