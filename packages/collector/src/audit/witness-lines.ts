import type { AuditCheckpoint, AuditRow } from "../ports/audit.js";
import { isRestore } from "./is-restore.js";

/** What a witness holds. */
export interface WitnessRecord {
  /** Hashes by entry, in hex; more than one where it was told of several. */
  readonly hashes: ReadonlyMap<number, readonly string[]>;
  readonly checkpoints: readonly AuditCheckpoint[];
  /** 0 where there is none. */
  readonly last: number;
  /** Where the log was restored: what had been told from there on, by number the last of it and its hash. */
  readonly restores: ReadonlyMap<number, { readonly last: number; readonly head: string }>;
  /** Lines that are none, such as a last one that was cut off. */
  readonly unreadable: number;
}

/**
 * One line of JSON for each: `{"seq","hash"}`, with `"restored":true` where the log begins anew after what it was restored
 * from, and `{"checkpoint","at","hash","kid","signature"}`, bytes in base64url.
 */
export function writeWitnessLines(entries: readonly AuditRow[], checkpoints: readonly AuditCheckpoint[]): string {
  return [...entries.map(told), ...checkpoints.map(signed)].map((line) => `${JSON.stringify(line)}\n`).join("");
}

const told = ({ seq, hash, body }: AuditRow) => ({
  ...{ seq, hash: hash.toString("base64url") },
  ...(isRestore(body) && { restored: true }),
});

const signed = ({ seq, at, hash, kid, signature }: AuditCheckpoint) => ({
  ...{ checkpoint: seq, at, hash: hash.toString("base64url"), kid, signature: signature.toString("base64url") },
});

/** Reads what a witness holds. Repeated lines count once. Never throws. */
export function readWitnessLines(text: string): WitnessRecord {
  const hashes = new Map<number, string[]>();
  const checkpoints = new Map<string, AuditCheckpoint>();
  const restores = new Map<number, { last: number; head: string }>();
  let [last, unreadable] = [0, 0];

  /** What was told from a restore on is of a log that is no more. It stays in the witness, for whoever asks. */
  const begin = (seq: number): void => {
    if (last >= seq) restores.set(seq, { last, head: hashes.get(last)?.[0] ?? "" });
    last = 0;
    for (const number of hashes.keys()) {
      if (number >= seq) hashes.delete(number);
      else last = Math.max(last, number);
    }
    for (const [line, { seq: number }] of checkpoints) if (number >= seq) checkpoints.delete(line);
  };
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const said = parse(line);
    const [seq, hash] = [said["seq"] ?? said["checkpoint"], said["hash"]];
    if (!Number.isSafeInteger(seq) || typeof hash !== "string") unreadable++;
    else if (said["seq"] !== undefined) {
      const number = seq as number;
      const hex = Buffer.from(hash, "base64url").toString("hex");
      // Told twice, it is still one restore.
      if (said["restored"] === true && hashes.get(number)?.[0] !== hex) begin(number);
      last = Math.max(last, number);
      const told = hashes.get(number);
      if (told === undefined) hashes.set(number, [hex]);
      else if (!told.includes(hex)) told.push(hex);
    } else {
      const bytes = (name: string) => Buffer.from(String(said[name]), "base64url");
      const { at, kid } = said as { at: number; kid: string };
      checkpoints.set(line, { seq: seq as number, at, kid, hash: bytes("hash"), signature: bytes("signature") });
    }
  }
  return { hashes, checkpoints: [...checkpoints.values()], last, restores, unreadable };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(line) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
