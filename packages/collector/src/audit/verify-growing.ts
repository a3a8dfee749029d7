import type { AuditCatalog, AuditCheckpoint, VerifiableRow } from "../ports/audit.js";
import { type Verified, verifyLog } from "./verify-log.js";
import { readWitnessLines } from "./witness-lines.js";

const MOST = 1000;

/** What is verified: the catalog, or a collector that is asked over its socket. */
export interface Verifiable {
  rows(after: number): Promise<readonly VerifiableRow[]>;
  checkpoints(after: number): Promise<readonly AuditCheckpoint[]>;
  key(): Promise<{ readonly publicKey: Buffer; readonly kid: string }>;
  witness(): Promise<string | null>;
}

/** Verifies a log that goes on growing: what came after it was begun is left out. @throws {CatalogError | KeyringError} */
export async function verifyGrowing(source: Verifiable): Promise<Verified> {
  const checkpoints: AuditCheckpoint[] = [];
  // In this order: what is told later may be of more entries, and is cut off by what was there before.
  const witness = await source.witness();
  for (;;) {
    const page = await source.checkpoints(checkpoints.at(-1)?.seq ?? 0);
    if (page.length === 0) break;
    checkpoints.push(...page);
  }
  async function* rows() {
    for (let after = 0; ;) {
      const page = await source.rows(after);
      if (page.length === 0) return;
      yield page;
      after = page.at(-1)!.seq;
    }
  }
  return verifyLog({
    ...{ rows: rows(), checkpoints, key: await source.key() },
    witness: witness === null ? null : readWitnessLines(witness),
  });
}

export function verifiable(
  catalog: Pick<AuditCatalog, "auditAfter" | "checkpoints">,
  rest: Pick<Verifiable, "key" | "witness">,
): Verifiable {
  return {
    ...rest,
    rows: (after) => catalog.auditAfter(after, MOST),
    checkpoints: (after) => catalog.checkpoints(after, MOST),
  };
}
