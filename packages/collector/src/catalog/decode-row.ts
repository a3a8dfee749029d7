import type { FieldNote, PublicColumns, StoredEvent } from "../pipeline/states.js";
import { ABSENT, PAYLOAD_VERSION } from "./encode-row.js";

/**
 * Reads what `encodeRow` wrote.
 *
 * @throws {Error} If the payload is of a later version: a spool must be drained before an older Wayseal runs on it.
 */
export function decodeRow(site: string, subject: Buffer, payload: Buffer): StoredEvent {
  if (payload[0] !== PAYLOAD_VERSION) throw new Error(`A spool row is of version ${payload[0]}`);
  let at = 5 + payload.readUInt32BE(1);
  const [seq, type, received, occurred, skew, policy, columns, notes] = JSON.parse(payload.toString("utf8", 5, at)) as [
    number,
    string,
    number,
    number,
    number,
    number,
    PublicColumns,
    FieldNote[],
  ];
  const part = (): Buffer | null => {
    const length = payload.readUInt32BE(at);
    at += 4;
    if (length === ABSENT) return null;
    at += length;
    return payload.subarray(at - length, at);
  };
  const stream = part()!;
  const session = part()!;
  const sealed = { internal: part(), confidential: part(), restricted: part() };
  return { site, stream, seq, subject, session, type, received, occurred, skew, columns, notes, ...sealed, policy };
}
