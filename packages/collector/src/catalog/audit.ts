import type { Selectable } from "kysely";
import type { AuditCatalog, AuditCheckpoint, AuditDue, AuditEntry, AuditLink, AuditRow } from "../ports/audit.js";
import type { Database } from "./dialect.js";
import type { Tables } from "./tables.js";

/** The audit log. Columns beside `body` are made of it here, and nowhere else. */
export function createAudit(db: Database): AuditCatalog {
  const START: AuditLink = { seq: 0, hash: Buffer.alloc(32) };

  async function tail(db: Database): Promise<AuditLink> {
    const last = await db
      .selectFrom("audit_entry")
      .select(["seq", "hash"])
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst();
    if (last !== undefined) return last;
    // All of it was pruned: the checkpoint that stayed says where the chain goes on.
    const base = await db
      .selectFrom("audit_checkpoint")
      .select(["seq", "hash"])
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst();
    return base ?? START;
  }

  return {
    async appendAudit(next, dues = []) {
      await db.transaction().execute(async (db) => {
        const settled = new Set<AuditDue>();
        for (const due of dues) {
          const { reveal, step } = due;
          const gone = db.deleteFrom("reveal_step").where("reveal", "=", reveal).where("step", "=", step);
          if ((await gone.executeTakeFirst()).numDeletedRows > 0n) settled.add(due);
        }
        for (const row of next(await tail(db), settled))
          await db.insertInto("audit_entry").values(toColumns(row)).execute();
      });
    },

    auditTail: () => tail(db),

    async auditEntries({ actor, action, site, sites, subject, from, to, before }, limit) {
      return db
        .selectFrom("audit_entry")
        .select(["seq", "body", "hash"])
        .$if(actor !== undefined, (query) => query.where("actor", "=", actor!))
        .$if(action !== undefined, (query) => query.where("action", "=", action!))
        .$if(site !== undefined, (query) => query.where("site", "=", site!))
        .$if(sites !== undefined, (query) =>
          query.where((where) =>
            where.or([where("site", "is", null), ...(sites!.length > 0 ? [where("site", "in", [...sites!])] : [])]),
          ),
        )
        .$if(subject !== undefined, (query) => query.where("subject", "=", Buffer.from(subject!, "hex")))
        .$if(from !== undefined, (query) => query.where("at", ">=", from!))
        .$if(to !== undefined, (query) => query.where("at", "<", to!))
        .$if(before !== undefined, (query) => query.where("seq", "<", before!))
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
    },

    async auditAfter(seq, limit) {
      const rows = await db
        .selectFrom("audit_entry")
        .selectAll()
        .where("seq", ">", seq)
        .orderBy("seq")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ seq: row.seq, body: row.body, hash: row.hash, matches: matches(row) }));
    },

    async addCheckpoint(checkpoint) {
      await db
        .insertInto("audit_checkpoint")
        .values(checkpoint)
        .onConflict((at) => at.column("seq").doNothing())
        .execute();
    },

    async checkpoints(seq, limit) {
      return db.selectFrom("audit_checkpoint").selectAll().where("seq", ">", seq).orderBy("seq").limit(limit).execute();
    },

    async lastCheckpoint(): Promise<AuditCheckpoint | null> {
      const row = await db
        .selectFrom("audit_checkpoint")
        .selectAll()
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },

    async witnessMark(place) {
      const row = await db.selectFrom("audit_witness").selectAll().where("place", "=", place).executeTakeFirst();
      return row ?? null;
    },

    async setWitnessMark({ place, ...mark }) {
      await db
        .insertInto("audit_witness")
        .values({ place, ...mark })
        .onConflict((at) => at.column("place").doUpdateSet(mark))
        .execute();
    },

    async pruneAudit(seq) {
      return db.transaction().execute(async (db) => {
        await db.deleteFrom("audit_checkpoint").where("seq", "<", seq).execute();
        const { numDeletedRows } = await db.deleteFrom("audit_entry").where("seq", "<=", seq).executeTakeFirst();
        return Number(numDeletedRows);
      });
    },
  };
}

function matches(row: Selectable<Tables["audit_entry"]>): boolean {
  let made;
  try {
    made = toColumns(row);
  } catch {
    return false;
  }
  const text = ({ subject, hash: _, ...rest }: typeof made) =>
    [...Object.values(rest), subject?.toString("hex")].join("\n");
  return text(made) === text({ ...made, ...row });
}

function toColumns({ seq, hash, body }: AuditRow): Selectable<Tables["audit_entry"]> {
  const { at, actor, action, site, subject } = JSON.parse(body) as AuditEntry;
  return {
    ...{ seq, at, actor, action, body, hash },
    site: site ?? null,
    subject: subject === undefined ? null : Buffer.from(subject, "hex"),
  };
}
