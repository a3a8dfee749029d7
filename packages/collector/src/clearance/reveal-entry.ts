import type { AuditAction, AuditEntry } from "../ports/audit.js";
import type { Reveal } from "../ports/reveals.js";

/** @returns What is written down of one step of a reveal; `by` null: it ended by itself. */
export function revealEntry(reveal: Reveal, action: AuditAction, at: number, by: string | null): AuditEntry {
  const { id, site, subject, classes, purpose, minutes, reads, used } = reveal;
  return {
    ...{ at, actor: by ?? "reveals", kind: by === null ? "system" : "person", action, site, classes, purpose },
    subject: subject.toString("hex"),
    detail: { reveal: id, minutes, reads, used },
  };
}
