import type { JourneyEvent } from "../api.js";
import type { AuditEntry } from "../ports/audit.js";
import { byViewer } from "./by-viewer.js";
import type { Viewer } from "../viewer.js";

/** Whose reading is written down. A level that this version does not know counts as the strictest. */
const OPEN = new Set(["public", "internal"]);

export interface ReadEvents {
  readonly site: string;
  /** Hex. */
  readonly subject: string;
  readonly events: readonly JourneyEvent[];
  /** Version of the policy that decided what is shown. */
  readonly policy: number;
  readonly at: number;
}

/**
 * What is to be written down before a page of a subject's events is answered: who, whom, and which classes of confidential
 * or restricted data are shown, in full or masked. One entry a page.
 *
 * @returns null where the page shows nothing of the kind.
 */
export function readEntry(viewer: Viewer, { site, subject, events, policy, at }: ReadEvents): AuditEntry | null {
  const fields = events.flatMap((event) =>
    event.fields.filter(({ level, state }) => !OPEN.has(level) && (state === "shown" || state === "masked")),
  );
  if (fields.length === 0) return null;
  const masked = fields.filter(({ state }) => state === "masked").length;
  const [grant] = viewer.grants;
  return {
    ...byViewer(viewer, at),
    ...{ action: "read", site, subject, policy },
    // Each once: a page has more fields than an entry may have classes.
    classes: [...new Set(fields.map((field) => field.class))],
    ...(grant !== undefined && { purpose: grant.purpose }),
    detail: { shown: fields.length - masked, masked, ...(grant !== undefined && { reveal: grant.id }) },
  };
}
