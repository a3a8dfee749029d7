import { hash } from "node:crypto";
import type { AuditCheckpoint, AuditLink, AuditRow } from "../ports/audit.js";

const ENTRY = Buffer.from("wayseal/1 audit\0", "latin1");
const CHECKPOINT = Buffer.from("wayseal/1 audit checkpoint\0", "latin1");

/**
 * Chains an entry to the one before: SHA-256(`wayseal/1 audit` 0x00 ‖ hash before 32 ‖ number 8 ‖ body), the number
 * big-endian.
 */
export function linkAudit(last: AuditLink, body: string): AuditRow {
  const seq = last.seq + 1;
  return { seq, body, hash: hash("sha256", Buffer.concat([ENTRY, last.hash, u64(seq), Buffer.from(body)]), "buffer") };
}

/** @returns What a checkpoint signs: `wayseal/1 audit checkpoint` 0x00 ‖ number 8 ‖ time 8 ‖ hash 32. */
export function checkpointBytes({ seq, at, hash }: Omit<AuditCheckpoint, "kid" | "signature">): Buffer {
  return Buffer.concat([CHECKPOINT, u64(seq), u64(at), hash]);
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
