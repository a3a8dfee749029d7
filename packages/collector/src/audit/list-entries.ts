import type { AuditList } from "../api.js";
import { AUDIT_ACTIONS, type AuditCatalog, type AuditEntry, type AuditFilter } from "../ports/audit.js";
import type { PeopleCatalog } from "../ports/catalog.js";

/** A page of the audit log, newest first, with the names of whoever it names. */
export async function listEntries(
  catalog: Pick<AuditCatalog, "auditEntries"> & Pick<PeopleCatalog, "people" | "tokens">,
  filter: AuditFilter,
  limit: number,
): Promise<AuditList> {
  const rows = await catalog.auditEntries(filter, limit + 1);
  const page = rows.slice(0, limit);
  const entries = page.map(({ seq, hash, body }) => ({
    ...{ seq, hash: hash.toString("base64url") },
    ...(JSON.parse(body) as AuditEntry),
  }));
  const named = new Set(
    entries.flatMap(({ actor, detail = {} }) => [actor, detail["person"], detail["token"]]).map(String),
  );
  const known = [...(await catalog.people()), ...(await catalog.tokens())];
  return {
    entries,
    next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
    names: Object.fromEntries(known.filter(({ id }) => named.has(id)).map(({ id, name }) => [id, name])),
    actions: AUDIT_ACTIONS,
  };
}
