import type { AuditCheckpoint, AuditLink } from "../ports/audit.js";

/** What a witness holds. */
export interface WitnessRecord {
  /** Hashes by entry, in hex; more than one where it was told of several. */
  readonly hashes: ReadonlyMap<number, readonly string[]>;
  readonly checkpoints: readonly AuditCheckpoint[];
  /** 0 where there is none. */
  readonly last: number;
  /** Lines that are none, such as a last one that was cut off. */
  readonly unreadable: number;
}

/** One line of JSON for each: `{"seq","hash"}` and `{"checkpoint","at","hash","kid","signature"}`, bytes in base64url. */
export function writeWitnessLines(entries: readonly AuditLink[], checkpoints: readonly AuditCheckpoint[]): string {
  return [...entries.map(({ seq, hash }) => ({ seq, hash: hash.toString("base64url") })), ...checkpoints.map(signed)]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

const signed = ({ seq, at, hash, kid, signature }: AuditCheckpoint) => ({
  ...{ checkpoint: seq, at, hash: hash.toString("base64url"), kid, signature: signature.toString("base64url") },
});

/** Reads what a witness holds. Repeated lines count once. Never throws. */
export function readWitnessLines(text: string): WitnessRecord {
  const hashes = new Map<number, string[]>();
  const checkpoints = new Map<string, AuditCheckpoint>();
  let [last, unreadable] = [0, 0];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const said = parse(line);
    const [seq, hash] = [said["seq"] ?? said["checkpoint"], said["hash"]];
    if (!Number.isSafeInteger(seq) || typeof hash !== "string") unreadable++;
    else if (said["seq"] !== undefined) {
      const number = seq as number;
      last = Math.max(last, number);
      const hex = Buffer.from(hash, "base64url").toString("hex");
      const told = hashes.get(number);
      if (told === undefined) hashes.set(number, [hex]);
      else if (!told.includes(hex)) told.push(hex);
    } else {
      const bytes = (name: string) => Buffer.from(String(said[name]), "base64url");
      const { at, kid } = said as { at: number; kid: string };
      checkpoints.set(line, { seq: seq as number, at, kid, hash: bytes("hash"), signature: bytes("signature") });
    }
  }
  return { hashes, checkpoints: [...checkpoints.values()], last, unreadable };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(line) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
