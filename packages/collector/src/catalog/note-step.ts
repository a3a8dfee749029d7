import type { DueStep } from "../ports/reveals.js";
import type { Database } from "./dialect.js";

/** Notes a step of a reveal that the audit trail has yet to be told of; in the transaction that takes the step. */
export async function noteStep(db: Database, reveal: string, due: Omit<DueStep, "reveal">): Promise<void> {
  await db
    .insertInto("reveal_step")
    .values({ reveal, ...due })
    .onConflict((at) => at.columns(["reveal", "step"]).doNothing())
    .execute();
}
