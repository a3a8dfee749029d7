import type { AuditEntry } from "../ports/audit.js";

/** @returns What the audit trail keeps of which records somebody meant. */
export function chosen({
  ids,
  reason,
}: {
  readonly ids?: readonly number[] | undefined;
  readonly reason?: string | undefined;
}): NonNullable<AuditEntry["detail"]> {
  return {
    ...(ids !== undefined && { records: ids.length, first: ids[0] as number }),
    ...(reason !== undefined && { reason }),
    ...(ids === undefined && reason === undefined && { all: true }),
  };
}
