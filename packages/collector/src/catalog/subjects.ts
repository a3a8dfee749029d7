import type { SubjectCatalog } from "../ports/subjects.js";
import type { Database } from "./dialect.js";

/** What is known of a subject. Each question is answered by an index on it. */
export function createSubjects(db: Database): SubjectCatalog {
  async function count(table: "subject" | "dek", site: string, subject: Buffer): Promise<number> {
    const { rows } = await db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as("rows"))
      .where("subject", "=", subject)
      .where("site", "=", site)
      .executeTakeFirstOrThrow();
    return Number(rows);
  }

  return {
    async subjectFacts(site, subject) {
      const erased = await db
        .selectFrom("erasure")
        .select(["id", "at"])
        .where("subject", "=", subject)
        .where("site", "=", site)
        .executeTakeFirst();
      // Drained rows stay for a while; they do not wait any more.
      const { rows } = await db
        .selectFrom("spool")
        .select((select) => select.fn.countAll<number>().as("rows"))
        .where("subject", "=", subject)
        .where("site", "=", site)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("block")
                .select("block.id")
                .whereRef("block.first", "<=", "spool.id")
                .whereRef("block.last", ">=", "spool.id")
                .where("block.drained", "is not", null),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      return {
        mappings: await count("subject", site, subject),
        keys: await count("dek", site, subject),
        waiting: Number(rows),
        erased: erased ?? null,
      };
    },
  };
}
