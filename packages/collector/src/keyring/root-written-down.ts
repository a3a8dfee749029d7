import { audited } from "../audit/audited.js";
import { byOperator } from "../audit/by-operator.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import type { AuditAction, AuditCatalog, AuditEntry } from "../ports/audit.js";

type Detail = NonNullable<AuditEntry["detail"]>;

/**
 * Does something with a root key once it is written down. No collector runs then: the next one signs it, and tells the witness.
 *
 * @throws {CatalogError} It was not written down, and so not done. And what `act` throws.
 */
export function rootWrittenDown<Answer>(
  catalog: Pick<AuditCatalog, "appendAudit">,
  { action, ...detail }: Detail & { readonly action: AuditAction },
  act: () => Promise<Answer>,
  made?: (answer: Answer) => Detail,
): Promise<Answer> {
  const entry = { ...byOperator(Date.now()), action, detail: { of: "root", ...detail } };
  return audited(createAuditTrail({ catalog }), entry, act, made);
}
