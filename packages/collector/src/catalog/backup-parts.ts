import type { BackupKind } from "../ports/backups.js";
import type { Tables } from "./tables.js";

/**
 * Which backup each table goes into; a new table must be given its place here. Data backups hold no key, nothing that is
 * wrapped, no mapping and no blind index, so that an old one brings back nobody who was erased since: all that leads to
 * a person travels in the key backup, of which only the newest is restored.
 */
export const BACKUP_PART: Readonly<Record<keyof Tables, BackupKind | "neither">> = {
  // What was acknowledged, and what keeps it from being taken in twice: as old as the event store's rows beside it.
  spool: "data",
  block: "data",
  counter: "data",
  stream: "data",
  seen: "data",
  recipient_use: "data",
  loss_day: "data",
  rejected_day: "data",

  site: "keys",
  recipient_key: "keys",
  ingest_key: "keys",
  signing_key: "keys",
  signed_set: "keys",
  kek: "keys",
  dek: "keys",
  destroyed_key: "keys",
  key_bytes: "keys",
  level_key: "keys",
  root_key: "keys",
  secret: "keys",
  own_key: "keys",
  subject: "keys",
  blind_index: "keys",
  pending_index: "keys",
  hold: "keys",
  erasure: "keys",
  person: "keys",
  token: "keys",
  request: "keys",
  request_step: "keys",
  // Names subjects, so it travels as they do; only the newest is restored, which leaves the shortest gap.
  audit_entry: "keys",
  audit_checkpoint: "keys",
  audit_witness: "keys",
  policy: "keys",
  backup: "keys",
  backup_key: "keys",
  proof: "keys",

  // Made by whoever makes the catalog.
  meta: "neither",
  // A link that worked once, a session that ended and a grant that was used up would work again.
  invite: "neither",
  reveal: "neither",
  reveal_step: "neither",
  session: "neither",
  // It waits for days and is gone; a backup would keep it for as long as backups are kept. Nor is its key in one.
  quarantine: "neither",
  quarantine_kek: "neither",
  quarantine_bytes: "neither",
};

export function tablesOf(kind: BackupKind): readonly (keyof Tables)[] {
  return (Object.keys(BACKUP_PART) as (keyof Tables)[]).filter((name) => BACKUP_PART[name] === kind);
}
