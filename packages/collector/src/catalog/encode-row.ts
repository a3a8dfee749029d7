import type { StoredEvent } from "../pipeline/states.js";

/** First byte of a payload. Another layout gets another number, so that a spool survives an upgrade. */
export const PAYLOAD_VERSION = 1;

/**
 * A spool row's payload: version 1, length of JSON 4 (big-endian), JSON, then stream, session and the three sealed
 * columns, each as length 4 and bytes, where a length of 0xffffffff stands for null. Site and subject have columns of
 * their own, so that a subject's rows can be deleted without being read.
 *
 * JSON holds what is text and numbers, since it gives back exactly what it was given; bytes stay bytes.
 */
export function encodeRow(row: StoredEvent): Buffer {
  const json = JSON.stringify([
    row.seq,
    row.type,
    row.received,
    row.occurred,
    row.skew,
    row.policy,
    row.columns,
    row.notes,
  ]);
  const parts = [row.stream, row.session, row.internal, row.confidential, row.restricted];
  const jsonLength = Buffer.byteLength(json);
  let length = 5 + jsonLength;
  for (const part of parts) length += 4 + (part?.length ?? 0);

  const payload = Buffer.allocUnsafe(length);
  payload[0] = PAYLOAD_VERSION;
  payload.writeUInt32BE(jsonLength, 1);
  payload.write(json, 5, "utf8");
  let at = 5 + jsonLength;
  for (const part of parts) {
    payload.writeUInt32BE(part?.length ?? ABSENT, at);
    at += 4;
    if (part === null) continue;
    payload.set(part, at);
    at += part.length;
  }
  return payload;
}

/** Length that stands for null. */
export const ABSENT = 0xffff_ffff;
