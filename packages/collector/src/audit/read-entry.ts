import type { JourneyEvent } from "../api.js";
import type { AuditEntry } from "../ports/audit.js";
import type { Viewer } from "../viewer.js";
import { byViewer } from "./by-viewer.js";
import { readTally } from "./read-tally.js";

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
export function readEntry(viewer: Viewer, { site, subject, at, ...page }: ReadEvents): AuditEntry | null {
  const tally = readTally();
  tally.add(page);
  const read = tally.sum();
  if (read === null) return null;
  const { classes, policy, shown, masked } = read;
  const [grant] = viewer.grants;
  return {
    ...byViewer(viewer, at),
    ...{ action: "read", site, subject, policy, classes },
    ...(grant !== undefined && { purpose: grant.purpose }),
    detail: { shown, masked, ...(grant !== undefined && { reveal: grant.id }) },
  };
}
