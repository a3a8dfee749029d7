import { generateKeyPairSync, sign } from "node:crypto";
import { entryBody } from "../src/audit/entry-body.js";
import { checkpointBytes, ed25519KeyId, linkAudit } from "../src/keys/index.js";
import type { AuditCheckpoint, AuditLink, AuditRow } from "../src/ports/audit.js";
import { readWitnessLines, writeWitnessLines } from "../src/audit/witness-lines.js";
import { verifyLog } from "../src/audit/verify-log.js";
import type { AuditVerified } from "../src/api.js";

/** An audit log as whoever can write the catalog finds it. */
export interface Log {
  rows: AuditRow[];
  checkpoints: AuditCheckpoint[];
}

export const ENTRIES = 60;
export const EVERY = 20;

function signer() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const kid = ed25519KeyId(raw);
  return {
    key: { publicKey: raw, kid },
    at: ({ seq, hash }: AuditLink): AuditCheckpoint => {
      const unsigned = { seq, hash, at: 1_700_000_000_000 + seq };
      return { ...unsigned, kid, signature: sign(null, checkpointBytes(unsigned), privateKey) };
    },
  };
}

export const ours = signer();
export const stranger = signer();
export const bodyOf = (n: number) =>
  entryBody({ at: n, actor: `p${n % 7}`, kind: "person", action: "read", site: "shop" });

export function chain(bodies: readonly string[], after: AuditLink = { seq: 0, hash: Buffer.alloc(32) }): AuditRow[] {
  let link = after;
  return bodies.map((body) => {
    const row = linkAudit(link, body);
    link = row;
    return row;
  });
}

export const rows = chain(Array.from({ length: ENTRIES }, (_, n) => bodyOf(n + 1)));
export const whole: Log = { rows, checkpoints: rows.filter(({ seq }) => seq % EVERY === 0).map((row) => ours.at(row)) };
/** What the witness was told. */
export const told = writeWitnessLines(rows, whole.checkpoints);
export const record = readWitnessLines(told);

export const verify = (log: Log, witness: typeof record | null, key = ours.key): Promise<AuditVerified> =>
  verifyLog({ rows: [log.rows], checkpoints: log.checkpoints, key, witness, unsigned: 2 * EVERY });

/** Writes the log anew from entry `from` on, as whoever knows how it is made but has no key: later signatures go. */
export function rewritten({ rows, checkpoints }: Log, from: number, bodies: readonly string[]): Log {
  const kept = rows.slice(0, from - 1);
  return {
    rows: [...kept, ...chain(bodies, kept.at(-1))],
    checkpoints: checkpoints.filter(({ seq }) => seq < from),
  };
}
