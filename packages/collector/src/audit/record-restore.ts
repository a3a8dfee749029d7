import type { AuditCatalog } from "../ports/audit.js";
import { byOperator } from "./by-operator.js";
import { createAuditTrail } from "./create-audit-trail.js";
import type { Witness } from "./tell-witness.js";
import { readWitnessLines } from "./witness-lines.js";

/**
 * Writes down that a log was restored: from which backups, up to which entry, and where the witness saw the log's head last,
 * if that can be read from here. What comes after is a log that goes on from there, and verifying says so.
 */
export async function recordRestore(
  catalog: Pick<AuditCatalog, "appendAudit" | "auditTail">,
  { data, keys, witness }: { readonly data: number; readonly keys: number; readonly witness: Witness | null },
): Promise<void> {
  // A witness that is down is told later, and asked for nothing now.
  const text = (await witness?.read().catch(() => null)) ?? null;
  const { last, hashes } = readWitnessLines(text ?? "");
  const head = Buffer.from(hashes.get(last)?.[0] ?? "", "hex").toString("base64url");
  await createAuditTrail({ catalog }).record({
    ...{ ...byOperator(Date.now()), action: "restore" },
    detail: {
      ...{ data, keys, entry: (await catalog.auditTail()).seq },
      ...(text !== null && { witness: last, ...(!/\d{12}/.test(head) && head !== "" && { head }) }),
    },
  });
}
