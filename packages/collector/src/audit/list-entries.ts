import type { AuditEntryAnswer, AuditList } from "../api.js";
import { AUDIT_ACTIONS, type AuditCatalog, type AuditEntry, type AuditFilter, type AuditRow } from "../ports/audit.js";
import type { PeopleCatalog } from "../ports/catalog.js";

type Names = Pick<PeopleCatalog, "people" | "tokens">;

/** A page of the audit log, newest first, with the names of whoever it names. */
export async function listEntries(
  catalog: Pick<AuditCatalog, "auditEntries"> & Names,
  filter: AuditFilter,
  limit: number,
): Promise<AuditList> {
  const rows = await catalog.auditEntries(filter, limit + 1);
  const page = rows.slice(0, limit);
  const entries = page.map(answerOf);
  return {
    entries,
    next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
    names: await namesIn(catalog, entries),
    actions: AUDIT_ACTIONS,
  };
}

/** @returns An entry as it is told of. */
export function answerOf({ seq, hash, body }: AuditRow): AuditEntryAnswer {
  return { seq, hash: hash.toString("base64url"), ...(JSON.parse(body) as AuditEntry) };
}

/** @returns Names of the people and tokens that entries name, by id, as far as they are still there. */
export async function namesIn(catalog: Names, entries: readonly AuditEntryAnswer[]): Promise<AuditList["names"]> {
  const named = new Set(
    entries.flatMap(({ actor, detail = {} }) => [actor, detail["person"], detail["token"]]).map(String),
  );
  const known = [...(await catalog.people()), ...(await catalog.tokens())];
  return Object.fromEntries(known.filter(({ id }) => named.has(id)).map(({ id, name }) => [id, name]));
}
