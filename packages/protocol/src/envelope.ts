import { concat, integer } from "./bytes.js";
import { KEY_ID_BYTES, MAX_BODY_BYTES, MAX_BODY_RECORDS } from "./limits.js";
import { ENC_LENGTHS, type Suite } from "./suites.js";

const MAGIC_0 = 0x57;
const MAGIC_1 = 0x53;
const VERSION = 0x01;
/** Header bytes before the site id: magic 2, version 1, key id 8, kem 2, kdf 2, aead 2, site length 1. */
const FIXED_HEADER_BYTES = 18;
const SITE = /^[a-z0-9-]{1,64}$/;

/** One sealed event: its sequence number in the stream and its ciphertext, tag included. */
export interface SealedRecord {
  readonly seq: number;
  readonly ciphertext: Uint8Array;
}

/** One envelope as it was framed. Nothing in it is authenticated until its records have been opened. */
export interface Envelope {
  /** The header's own bytes: they enter `info` and the stream id, so they are kept as they came. */
  readonly header: Uint8Array;
  readonly keyId: Uint8Array;
  readonly kem: number;
  readonly kdf: number;
  readonly aead: number;
  readonly site: string;
  /** RFC 9180's encapsulated key. */
  readonly enc: Uint8Array;
  /** The sender's wall clock when it sent, milliseconds since 1970. Not authenticated: for clock skew only. */
  readonly sent: number;
  /** Record 0 (`hello`) first. */
  readonly records: readonly SealedRecord[];
}

export type EnvelopeFault =
  | "truncated"
  | "magic"
  | "version"
  | "suite"
  | "site"
  | "empty"
  | "no-hello"
  | "mixed-sites"
  | "too-large"
  | "too-many-records";

/** A body that is not a run of well-framed envelopes. */
export class EnvelopeError extends Error {
  override readonly name = "EnvelopeError";
  constructor(
    readonly fault: EnvelopeFault,
    /** Byte offset in the body at which reading stopped. */
    readonly offset: number,
  ) {
    super(`${FAULTS[fault]} (byte ${offset})`);
  }
}

const FAULTS: Readonly<Record<EnvelopeFault, string>> = {
  truncated: "The body ends inside an envelope",
  magic: "An envelope must begin with 0x57 0x53",
  version: "Only envelope version 1 is known",
  suite: "The envelope names a suite that cannot be framed",
  site: "The site id must be 1 to 64 bytes of a-z, 0-9 and -",
  empty: "A body must hold an envelope, and an envelope a record",
  "no-hello": "An envelope's first record must be number 0",
  "mixed-sites": "All envelopes of a body must be for one site",
  "too-large": `A body may have at most ${MAX_BODY_BYTES} bytes`,
  "too-many-records": `A body may hold at most ${MAX_BODY_RECORDS} records`,
};

/** @returns Whether `site` may stand in a header. */
export function isSiteId(site: string): boolean {
  return SITE.test(site);
}

/**
 * Encodes an envelope's header.
 *
 * @param keyId 8 bytes: the head of the recipient key's RFC 7638 thumbprint.
 * @throws {RangeError} If the key id has another length or the site id is not allowed.
 */
export function encodeHeader(keyId: Uint8Array, { kem, kdf, aead }: Suite, site: string): Uint8Array<ArrayBuffer> {
  if (keyId.length !== KEY_ID_BYTES || !isSiteId(site)) throw new RangeError("header");
  const suite = [kem, kdf, aead].flatMap((id) => integer(id, 2));
  return concat([MAGIC_0, MAGIC_1, VERSION], keyId, suite, [site.length], site);
}

/** Bytes that one record adds to an envelope: seq 4, length 4, ciphertext. */
export function recordLength(record: SealedRecord): number {
  return 8 + record.ciphertext.length;
}

/** Bytes of an envelope before its first record: header, enc, sent 8, count 2. */
export function prefixLength(header: Uint8Array, enc: Uint8Array): number {
  return header.length + enc.length + 10;
}

/**
 * Encodes one envelope. Bodies are envelopes end to end.
 *
 * @param sent The sender's wall clock now, whole milliseconds since 1970.
 * @param records Record 0 first; at most 500.
 * @throws {RangeError} If there is no record 0 in front or there are too many records.
 */
export function encodeEnvelope(
  header: Uint8Array,
  enc: Uint8Array,
  sent: number,
  records: readonly SealedRecord[],
): Uint8Array<ArrayBuffer> {
  if (records.length > MAX_BODY_RECORDS || records[0]?.seq !== 0) throw new RangeError("records");
  const framed = records.flatMap(({ seq, ciphertext }) => [integer(seq, 4), integer(ciphertext.length, 4), ciphertext]);
  return concat(header, enc, integer(sent, 8), integer(records.length, 2), ...framed);
}

/**
 * Decodes a request body: one or more envelopes of one site, end to end. Every read is checked against the body's end
 * before it is made; nothing is allocated by a length that the body only claims. The views share the body's memory.
 *
 * @throws {EnvelopeError} On the first fault; then nothing of the body may be used.
 */
export function decodeEnvelopes(body: Uint8Array): Envelope[] {
  if (body.length > MAX_BODY_BYTES) throw new EnvelopeError("too-large", 0);
  if (body.length === 0) throw new EnvelopeError("empty", 0);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const envelopes: Envelope[] = [];
  let offset = 0;
  let total = 0;

  /** Moves past `length` bytes and returns where they began. */
  const take = (length: number): number => {
    if (length > body.length - offset) throw new EnvelopeError("truncated", offset);
    const start = offset;
    offset += length;
    return start;
  };

  while (offset < body.length) {
    const start = take(FIXED_HEADER_BYTES);
    if (body[start] !== MAGIC_0 || body[start + 1] !== MAGIC_1) throw new EnvelopeError("magic", start);
    if (body[start + 2] !== VERSION) throw new EnvelopeError("version", start + 2);
    const kem = view.getUint16(start + 11);
    const encLength = ENC_LENGTHS[kem];
    if (encLength === undefined) throw new EnvelopeError("suite", start + 11);
    const siteStart = take(view.getUint8(start + 17));
    const site = String.fromCharCode(...body.subarray(siteStart, offset));
    if (!isSiteId(site)) throw new EnvelopeError("site", siteStart);
    if (envelopes[0] !== undefined && envelopes[0].site !== site) throw new EnvelopeError("mixed-sites", siteStart);
    const header = body.subarray(start, offset);
    const encStart = take(encLength);
    const enc = body.subarray(encStart, offset);
    const sent = Number(view.getBigUint64(take(8)));
    const count = view.getUint16(take(2));
    if (count === 0) throw new EnvelopeError("empty", offset - 2);
    total += count;
    if (total > MAX_BODY_RECORDS) throw new EnvelopeError("too-many-records", offset - 2);
    const records: SealedRecord[] = [];
    for (let i = 0; i < count; i++) {
      const recordStart = take(8);
      const seq = view.getUint32(recordStart);
      if (i === 0 && seq !== 0) throw new EnvelopeError("no-hello", recordStart);
      const ciphertextStart = take(view.getUint32(recordStart + 4));
      records.push({ seq, ciphertext: body.subarray(ciphertextStart, offset) });
    }
    envelopes.push({
      header,
      keyId: header.subarray(3, 11),
      kem,
      kdf: view.getUint16(start + 13),
      aead: view.getUint16(start + 15),
      site,
      enc,
      sent,
      records,
    });
  }
  return envelopes;
}

/** @returns HPKE's `info` for a stream: ASCII `wayseal/1 stream`, one 0x00 byte, the header (docs/protocol.md). */
export function streamInfo(header: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat("wayseal/1 stream\0", header);
}
