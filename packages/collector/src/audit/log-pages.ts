import type { AuditCatalog, AuditCheckpoint, VerifiableRow } from "../ports/audit.js";

/** Entries, or checkpoints, of one page. */
const MOST = 1000;

/** A log as it is read from its beginning: from the catalog, or from a collector that is asked over its socket. */
export interface LogPages {
  /** After an entry, oldest first; none at the end. */
  rows(after: number): Promise<readonly VerifiableRow[]>;
  checkpoints(after: number): Promise<readonly AuditCheckpoint[]>;
  /** Text of the witness, where this process can read it. */
  witness(): Promise<string | null>;
}

/** @returns The log in a catalog. */
export function catalogPages(
  catalog: Pick<AuditCatalog, "auditAfter" | "checkpoints">,
  witness: LogPages["witness"],
): LogPages {
  return {
    rows: (after) => catalog.auditAfter(after, MOST),
    checkpoints: (after) => catalog.checkpoints(after, MOST),
    witness,
  };
}
