import { checkpointBytes, linkAudit, verifyEd25519 } from "../keys/index.js";
import type { AuditVerified } from "../api.js";
import type { AuditCheckpoint, AuditEntry, AuditLink, VerifiableRow } from "../ports/audit.js";
import { isRestore } from "./is-restore.js";
import { MOST_UNSIGNED } from "./most-unsigned.js";
import type { WitnessRecord } from "./witness-lines.js";

export interface LogToVerify {
  /** From the first on, in their order. */
  readonly rows: AsyncIterable<readonly VerifiableRow[]> | Iterable<readonly VerifiableRow[]>;
  /** Oldest first. */
  readonly checkpoints: readonly AuditCheckpoint[];
  readonly key: { readonly publicKey: Buffer; readonly kid: string };
  readonly witness: WitnessRecord | null;
  /** Entries that may be unsigned. @default twice as many as ever wait for a signature */
  readonly unsigned?: number;
}

/**
 * Reads a log from its beginning: that each entry follows the one before, that every signature is good, and that a witness
 * says the same. Ends at the first place where that is not so.
 */
export async function verifyLog({
  rows,
  checkpoints,
  key,
  witness,
  unsigned = 2 * MOST_UNSIGNED,
}: LogToVerify): Promise<AuditVerified> {
  const signed = new Map(checkpoints.map((checkpoint) => [checkpoint.seq, checkpoint]));
  const told = new Map<number, AuditCheckpoint[]>();
  for (const one of witness?.checkpoints ?? []) told.set(one.seq, [...(told.get(one.seq) ?? []), one]);
  const restored: AuditVerified["restored"][number][] = [];
  const found = { entries: 0, first: 0, last: 0, checkpoints: 0, signed: 0, witnessed: 0 };
  let link: AuditLink = { seq: 0, hash: Buffer.alloc(32) };
  /** The checkpoint that a pruned log begins after, until an entry says that it was pruned there. */
  let base: number | null = null;

  const at = (seq: number, why: string): AuditVerified => ({
    ...{ ...found, restored },
    ...{ broken: { seq, why }, kid: key.kid },
    ...{ witnessed: witness && found.witnessed, lag: witness && Math.max(0, found.last - witness.last) },
  });

  function faultOf({ seq, hash, body, matches }: VerifiableRow): string | null {
    const next = linkAudit(link, body);
    if (seq !== next.seq) return `entry ${next.seq} is missing: ${seq} follows ${link.seq}`;
    if (!next.hash.equals(hash)) return "it was edited, or does not follow the entry before";
    if (matches === false) return "the columns that it is searched by differ from what was hashed";
    return signatureFault(seq, hash) ?? witnessFault(seq, hash) ?? restoreFault(seq, body);
  }

  /** A log that was restored says so at the place where it goes on, and so does the witness. */
  function restoreFault(seq: number, body: string): string | null {
    const before = witness?.restores.get(seq);
    if (!isRestore(body))
      return before === undefined ? null : "the witness was told of a restore here: the entry is none";
    const { at, detail } = JSON.parse(body) as AuditEntry;
    if (detail?.["entry"] !== seq - 1) return "it says that the log was restored up to another entry";
    const known = detail["witness"];
    const last = before?.last ?? (typeof known === "number" ? known : null);
    restored.push({ seq, at, lost: last === null ? null : Math.max(0, last - seq + 1) });
    return null;
  }

  function signatureFault(seq: number, hash: Buffer): string | null {
    const checkpoint = signed.get(seq);
    if (checkpoint === undefined) return told.has(seq) ? "the witness has a checkpoint here that is gone" : null;
    if (checkpoint.kid !== key.kid) return `the checkpoint here was signed with another key, ${checkpoint.kid}`;
    if (!checkpoint.hash.equals(hash)) return "the checkpoint here signs another entry";
    if (!verifyEd25519(key.publicKey, checkpointBytes(checkpoint), checkpoint.signature)) {
      return "the signature of the checkpoint here is not good";
    }
    const other = told.get(seq)?.find((one) => one.kid !== key.kid || !one.hash.equals(hash));
    if (other !== undefined) return "the witness has another checkpoint here";
    found.checkpoints++;
    found.signed = seq;
    return null;
  }

  function witnessFault(seq: number, hash: Buffer): string | null {
    if (witness === null || seq > witness.last) return null;
    const hashes = witness.hashes.get(seq);
    if (hashes === undefined) return "the witness has later entries, and not this one";
    if (hashes.length > 1) return "the log was forked: the witness was told of several entries of this number";
    if (hashes[0] !== hash.toString("hex")) return "the witness was told of another entry";
    found.witnessed++;
    return null;
  }

  for await (const page of rows) {
    for (const row of page) {
      if (found.entries === 0 && row.seq > 1) {
        const start = signed.get(row.seq - 1);
        if (start === undefined) return at(1, `the entries before ${row.seq} are missing`);
        const fault = signatureFault(start.seq, start.hash);
        if (fault !== null) return at(start.seq, fault);
        link = start;
        base = start.seq;
      }
      const fault = faultOf(row);
      if (fault !== null) return at(Math.min(row.seq, link.seq + 1), fault);
      found.entries++;
      if (found.entries === 1) found.first = row.seq;
      found.last = row.seq;
      link = row;
      if (base !== null && prunes(row.body, base)) base = null;
      if (row.seq - found.signed > unsigned) return at(found.signed + 1, "signatures are missing from here on");
    }
  }
  const beyond = checkpoints.find(({ seq }) => seq > link.seq);
  if (beyond !== undefined) {
    return at(link.seq + 1, `a checkpoint signs entries up to ${beyond.seq}, which are missing`);
  }
  if (witness !== null && witness.last > link.seq) {
    return at(link.seq + 1, `the witness was told of entries up to ${witness.last}, which are missing`);
  }
  if (base !== null) return at(1, `the entries up to ${base} are missing, and no entry says that they were pruned`);
  return { ...at(0, ""), broken: null };
}

function prunes(body: string, seq: number): boolean {
  const { action, detail } = JSON.parse(body) as AuditEntry;
  return action === "audit.prune" && detail?.["through"] === seq;
}
