import type { ErasureState } from "../api.js";
import { lastExpiry } from "./last-expiry.js";
import type { BackupRecord } from "../ports/backups.js";
import type { Erasure } from "../ports/erasures.js";

/** What a receipt says (docs/erasure.md). Times are ISO 8601, UTC; `null` where it is not known yet or not known at all. */
export interface ErasureReceipt {
  readonly version: 1;
  readonly kind: "erasure";
  readonly id: string;
  readonly state: ErasureState;
  readonly site: string;
  /** Hex of the random id that stood for the person. */
  readonly subject: string;
  readonly erased: string;
  readonly by: { readonly kind: string; readonly id: string };
  /** Class of the value by which the subject was found. */
  readonly lookup: string | null;
  /** Keys that were destroyed. */
  readonly keys: readonly {
    readonly id: string;
    readonly kek: string;
    readonly level: string;
    readonly month: string;
  }[];
  readonly catalog: {
    readonly mappings: number;
    readonly indexes: number;
    /** Events that waited to be drained. */
    readonly spooled: number;
    /** Refused records that waited in quarantine; absent where it was erased before that was counted. */
    readonly quarantined?: number;
  };
  readonly rows: {
    readonly count: number | null;
    readonly removed: string | null;
    readonly overwritten: string | null;
  };
  /**
   * When the last backup that may hold the rows, or keys to them, has expired: by the records of backups, else by how
   * long the operator says that they are kept.
   */
  readonly backups: { readonly days: number | null; readonly expire: string | null };
}

/**
 * @param backupDays How long backups are kept; null: the operator has not said.
 * @param backups All that were made.
 */
export function receiptOf(
  erasure: Erasure,
  backupDays: number | null,
  backups: readonly BackupRecord[] = [],
): ErasureReceipt {
  const { id, site, subject, at, by, lookup, keys, mappings, indexes, spooled, quarantined } = erasure;
  const { rows, removed, overwritten } = erasure;
  return {
    version: 1,
    kind: "erasure",
    id,
    state: stateOf(erasure),
    site,
    subject: subject.toString("hex"),
    erased: iso(at)!,
    by,
    lookup,
    keys,
    // As it was said before, to the byte, where it was not counted: a receipt is signed anew each time it is asked for.
    catalog: { mappings, indexes, spooled, ...(quarantined !== null && { quarantined }) },
    rows: { count: rows, removed: iso(removed), overwritten: iso(overwritten) },
    backups: {
      days: backupDays,
      expire: iso(lastExpiry(erasure, backupDays, backups)),
    },
  };
}

export function stateOf({ removed, overwritten }: Erasure): ErasureState {
  return overwritten !== null ? "complete" : removed !== null ? "rows-removed" : "keys-destroyed";
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
