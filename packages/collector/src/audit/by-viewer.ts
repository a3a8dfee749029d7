import type { AuditEntry } from "../ports/audit.js";
import type { Viewer } from "../viewer.js";

/** @returns The part of an entry that says who did it, and when. */
export function byViewer({ id, kind }: Viewer, at: number): Pick<AuditEntry, "at" | "actor" | "kind"> {
  return { at, actor: id, kind };
}
