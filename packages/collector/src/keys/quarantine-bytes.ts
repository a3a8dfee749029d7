import type { QuarantineKek } from "../ports/quarantine.js";

/** Which record something was sealed for: sealed bytes that are moved to another do not open. */
export interface SealedRecordId {
  /** 16 bytes. */
  readonly stream: Buffer;
  readonly seq: number;
}

const INFO = Buffer.from("wayseal/1 quarantine\0", "latin1");

/** `wayseal/1 quarantine` 0x00 ‖ KEK id 16 ‖ day 10 ‖ site length 1 ‖ site. */
export function quarantineInfo({ id, site, day }: Pick<QuarantineKek, "id" | "site" | "day">): Buffer {
  return Buffer.concat([
    INFO,
    exactly(16, Buffer.from(id, "base64url")),
    exactly(10, Buffer.from(day, "latin1")),
    Buffer.of(site.length),
    Buffer.from(site, "latin1"),
  ]);
}

/** Stream 16 ‖ seq 4. */
export function quarantineAad({ stream, seq }: SealedRecordId): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(seq);
  return Buffer.concat([exactly(16, stream), number]);
}

/** Fixed lengths, so that no two identities share bytes. */
function exactly(length: number, bytes: Buffer): Buffer {
  if (bytes.length !== length) throw new RangeError("A quarantine key's identity is damaged");
  return bytes;
}
