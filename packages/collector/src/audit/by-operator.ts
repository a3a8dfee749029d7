import type { AuditEntry } from "../ports/audit.js";

/** @returns The part of an entry that says that whoever runs the command line did it, and when. */
export function byOperator(at: number): Pick<AuditEntry, "at" | "actor" | "kind"> {
  return { at, actor: "local", kind: "operator" };
}
