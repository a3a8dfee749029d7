import { encodeEnvelope, MAX_BODY_RECORDS, prefixLength, recordLength } from "@wayseal/protocol";
import type { SealedRecord, StreamHead } from "../states.js";

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
  const streams = new Map<string, { head: StreamHead; taken: SealedRecord[] }>();
  const packed: SealedRecord[] = [];
  let size = 0;
  let count = 0;
  for (const record of records) {
    const head = record.stream;
    const known = streams.get(head.id);
    const added =
      recordLength(record) +
      (known ? 0 : prefixLength(head.header, head.enc) + recordLength({ seq: 0, ciphertext: head.hello }));
    const more = known ? 1 : 2;
    if (size + added > limit || count + more > MAX_BODY_RECORDS) break;
    size += added;
    count += more;
    packed.push(record);
    if (known) known.taken.push(record);
    else streams.set(head.id, { head, taken: [record] });
  }
  if (!packed.length) return null;
  const body = new Uint8Array(size);
  let offset = 0;
  for (const { head, taken } of streams.values()) {
    const hello = { seq: 0, ciphertext: head.hello };
    const envelope = encodeEnvelope(head.header, head.enc, Math.max(0, Math.round(sent)), [hello, ...taken]);
    body.set(envelope, offset);
    offset += envelope.length;
  }
  return { body, records: packed };
}
