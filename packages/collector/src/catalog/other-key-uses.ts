import type { OtherKeyUse } from "../ports/erasures.js";
import type { Database } from "./dialect.js";

/** What stands under the keys outside the hierarchy of DEKs. Each is one look at a table, as counting DEKs is. */
export async function otherKeyUses(db: Database): Promise<readonly OtherKeyUse[]> {
  const receipts = await db
    .selectFrom("erasure")
    .select(({ fn }) => [fn.countAll<number>().as("needs"), fn.max<number | null>("at").as("last")])
    .executeTakeFirstOrThrow();
  const checkpoints = await db
    .selectFrom("audit_checkpoint")
    .select(({ fn }) => [fn.countAll<number>().as("needs"), fn.max<number | null>("at").as("last")])
    .executeTakeFirstOrThrow();
  const contacts = await db
    .selectFrom("request")
    .select(({ fn }) => ["site", fn.countAll<number>().as("needs"), fn.max<number>("received").as("last")])
    .where("contact", "is not", null)
    .groupBy("site")
    .execute();
  const indexes = await db
    .selectFrom("blind_index")
    .select(({ fn }) => ["site", "class as of", fn.countAll<number>().as("needs"), fn.max<number>("first").as("last")])
    .groupBy(["site", "class"])
    .execute();
  const refused = await db
    .selectFrom("quarantine")
    .innerJoin("quarantine_kek", "quarantine_kek.id", "quarantine.kek")
    .select(({ fn }) => [
      ...(["quarantine_kek.site", "day as of"] as const),
      fn.countAll<number>().as("needs"),
      fn.max<number>("received").as("last"),
    ])
    .groupBy(["quarantine_kek.site", "day"])
    .execute();
  return [
    { purpose: "receipt" as const, site: "", of: "", ...receipts },
    { purpose: "audit" as const, site: "", of: "", ...checkpoints },
    ...contacts.map((row) => ({ purpose: "request" as const, of: "", ...row })),
    ...indexes.map((row) => ({ purpose: "blind-index" as const, ...row })),
    ...refused.map((row) => ({ purpose: "quarantine" as const, ...row })),
  ].map(({ needs, last, ...row }): OtherKeyUse => ({
    ...row,
    needs: Number(needs),
    last: last === null ? null : Number(last),
  }));
}
