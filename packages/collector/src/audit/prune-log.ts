import type { AuditCatalog, AuditEntry, AuditTrail } from "../ports/audit.js";

const DAY_MS = 86_400_000;
const MOST = 1000;

export interface PruneParts {
  readonly catalog: Pick<AuditCatalog, "auditAfter" | "checkpoints" | "pruneAudit">;
  readonly audit: AuditTrail;
  readonly now: () => number;
  /** null: without limit. */
  readonly days: number | null;
}

/**
 * Removes entries that are older than the log is kept, up to a checkpoint, which stays and signs where the rest goes on.
 * It is written down first: a log whose beginning is gone without that is broken (verify-log.ts).
 *
 * @returns How many went.
 */
export async function pruneLog({ catalog, audit, now, days }: PruneParts): Promise<number> {
  if (days === null) return 0;
  const before = now() - days * DAY_MS;
  let through = 0;
  for (let after = 0; ;) {
    const page = await catalog.checkpoints(after, MOST);
    // What a checkpoint signs is no younger than it.
    const old = page.filter(({ at }) => at < before);
    through = old.at(-1)?.seq ?? through;
    if (old.length < page.length || page.length === 0) break;
    after = through;
  }
  const [first] = through === 0 ? [] : await catalog.auditAfter(0, 1);
  if (first === undefined || first.seq > through) return 0;
  const entry: AuditEntry = { at: now(), actor: "daily", kind: "system", action: "audit.prune", detail: { through } };
  await audit.record(entry);
  return catalog.pruneAudit(through);
}
