import { concat, encodeEnvelope, MAX_BODY_RECORDS, prefixLength, recordLength } from "@wayseal/protocol";
import type { SealedRecord } from "../states.js";

export interface Batch {
  /** Envelopes end to end, each with its stream's hello in front. */
  readonly body: Uint8Array;
  /** The records that are in it. */
  readonly records: readonly SealedRecord[];
}

/**
 * Packs as many of the records as a body may carry, in their order.
 *
 * @param limit Bytes of the body.
 * @param sent The sender's wall clock now.
 * @returns null if there is no record or not even one fits.
 */
export function packBatch(records: readonly SealedRecord[], limit: number, sent: number): Batch | null {
  /** Records by their stream's id, hello first. */
  const streams = new Map<string, [SealedRecord, ...SealedRecord[]]>();
  const packed: SealedRecord[] = [];
  let size = 0;
  let count = 0;
  for (const record of records) {
    const { id, header, enc, hello: ciphertext } = record.stream;
    const known = streams.get(id);
    const hello = { ...record, seq: 0, ciphertext };
    size += recordLength(record) + (known ? 0 : prefixLength(header, enc) + recordLength(hello));
    count += known ? 1 : 2;
    if (size > limit || count > MAX_BODY_RECORDS) break;
    packed.push(record);
    if (known) known.push(record);
    else streams.set(id, [hello, record]);
  }
  const envelopes = [...streams.values()].map((taken) => {
    const { header, enc } = taken[0].stream;
    return encodeEnvelope(header, enc, Math.max(0, Math.round(sent)), taken);
  });
  return packed.length ? { body: concat(...envelopes), records: packed } : null;
}
