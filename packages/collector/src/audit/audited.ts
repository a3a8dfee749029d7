import type { AuditEntry, AuditTrail } from "../ports/audit.js";

/**
 * Does something only once it is written down. What fails after that is written down as failed, so that nothing is done
 * without a trace, and nothing stands there as done that was not.
 *
 * @param made Ids that are known only afterwards: they are written down in a second entry.
 * @throws {AuditError | CatalogError} Nothing was done. And what `act` throws.
 */
export async function audited<Answer>(
  trail: AuditTrail,
  entry: AuditEntry,
  act: () => Promise<Answer>,
  made?: (answer: Answer) => NonNullable<AuditEntry["detail"]>,
): Promise<Answer> {
  const after = (detail: AuditEntry["detail"]) => trail.record({ ...entry, detail: { ...entry.detail, ...detail } });
  await trail.record(entry);
  let answer;
  try {
    answer = await act();
  } catch (error) {
    await after({ outcome: "failed" });
    throw error;
  }
  if (made !== undefined) await after({ outcome: "done", ...made(answer) });
  return answer;
}
