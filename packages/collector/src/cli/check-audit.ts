import type { AuditState } from "../audit/create-audit-keeper.js";
import { type Check, ok, warn } from "./check.js";

/** Entries that may wait for their witness without that being worth a word. */
const FEW = 100;

/** How the audit log and its witness stand. */
export function* checkAudit({ last, unsigned, witness }: AuditState): Generator<Check> {
  yield ok(
    last === 0
      ? "The audit log has no entry yet"
      : `The audit log has entries up to ${last}, of which ${unsigned} wait for a signature`,
  );
  if (witness === null) {
    yield warn(
      "The audit log has no witness",
      "Without one, who can write the catalog can cut off its end: set WAYSEAL_AUDIT_WITNESS (docs/audit.md)",
    );
  } else if (witness.failing !== null || witness.lag > FEW) {
    yield warn(
      `The audit log's witness was not told of ${witness.lag} entries yet`,
      "They wait in the catalog: see that the file or the address of WAYSEAL_AUDIT_WITNESS takes them",
    );
  } else yield ok(`The audit log's witness was told of all but ${witness.lag} entries`);
}
