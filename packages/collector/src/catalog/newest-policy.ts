import type { Database } from "./dialect.js";

/** @returns The version of the policy in force; 0 where there is none yet. */
export async function newestPolicy(db: Database): Promise<number> {
  const row = await db
    .selectFrom("policy")
    .select(({ fn }) => fn.max<number | null>("version").as("version"))
    .executeTakeFirst();
  return row?.version ?? 0;
}
