import type { AuditEntryShown } from "../api.js";
import type { AuditCatalog } from "../ports/audit.js";
import type { PeopleCatalog } from "../ports/catalog.js";
import { answerOf, namesIn } from "./list-entries.js";

/** @returns One entry with what it is chained to and signed by, or null. */
export async function showEntry(
  catalog: Pick<AuditCatalog, "auditAfter" | "checkpoints"> & Pick<PeopleCatalog, "people" | "tokens">,
  seq: number,
): Promise<AuditEntryShown | null> {
  const rows = await catalog.auditAfter(Math.max(0, seq - 2), 2);
  const row = rows.find((one) => one.seq === seq);
  if (row === undefined) return null;
  const before = seq === 1 ? Buffer.alloc(32) : rows.find((one) => one.seq === seq - 1)?.hash;
  const [checkpoint] = await catalog.checkpoints(seq - 1, 1);
  const entry = answerOf(row);
  return {
    ...{ entry, body: row.body, previous: before?.toString("base64url") ?? null },
    signed: checkpoint === undefined ? null : { seq: checkpoint.seq, at: checkpoint.at, kid: checkpoint.kid },
    names: await namesIn(catalog, [entry]),
  };
}
