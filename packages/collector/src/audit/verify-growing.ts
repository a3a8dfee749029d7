import type { AuditVerified } from "../api.js";
import type { AuditCheckpoint } from "../ports/audit.js";
import type { LogPages } from "./log-pages.js";
import { verifyLog } from "./verify-log.js";
import { readWitnessLines } from "./witness-lines.js";

/** What is verified. */
export interface Verifiable extends LogPages {
  key(): Promise<{ readonly publicKey: Buffer; readonly kid: string }>;
}

/**
 * Verifies a log that goes on growing: what came after it was begun is left out.
 *
 * @param onRead Called with how many entries were read and found good.
 * @throws {CatalogError | KeyringError}
 */
export async function verifyGrowing(
  source: Verifiable,
  onRead: (entries: number) => void = () => undefined,
): Promise<AuditVerified> {
  const checkpoints: AuditCheckpoint[] = [];
  // In this order: what is told later may be of more entries, and is cut off by what was there before.
  const witness = await source.witness();
  for (;;) {
    const page = await source.checkpoints(checkpoints.at(-1)?.seq ?? 0);
    if (page.length === 0) break;
    checkpoints.push(...page);
  }
  async function* rows() {
    for (let after = 0, read = 0; ;) {
      const page = await source.rows(after);
      if (page.length === 0) return;
      yield page;
      onRead((read += page.length));
      after = page.at(-1)!.seq;
    }
  }
  return verifyLog({
    ...{ rows: rows(), checkpoints, key: await source.key() },
    witness: witness === null ? null : readWitnessLines(witness),
  });
}
