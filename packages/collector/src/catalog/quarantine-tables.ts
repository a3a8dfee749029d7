import type { Generated } from "kysely";

/** The tables of what was refused, none of which is in any backup. */
export interface QuarantineTables {
  /**
   * Refused records as they wait. `bytes` is the length of `sealed`; `marked` is 1 where the refusal made the record's number
   * a seen one, which must not make a duplicate of it when it is taken in after all.
   */
  quarantine: {
    id: Generated<number>;
    site: string;
    stream: Buffer;
    seq: number;
    visitor: Buffer | null;
    reason: string;
    detail: string | null;
    type: string | null;
    received: number;
    kek: string;
    bytes: number;
    marked: number;
    sealed: Buffer;
  };
  /** `key` is where `quarantine_bytes` has the wrapped private half. */
  quarantine_kek: { id: string; site: string; day: string; public_key: Buffer; key: number; created: number };
  /** As `key_bytes`, and in no backup: rows are added at the end, and overwritten where they lie. */
  quarantine_bytes: { id: Generated<number>; bytes: Buffer };
}
