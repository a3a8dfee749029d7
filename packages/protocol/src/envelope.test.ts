import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  decodeEnvelopes,
  encodeEnvelope,
  encodeHeader,
  EnvelopeError,
  type EnvelopeFault,
  isSiteId,
  streamInfo,
} from "./envelope.js";
import { MAX_BODY_BYTES, MAX_BODY_RECORDS } from "./limits.js";
import { X25519_CHACHA20POLY1305 } from "./suites.js";

interface Golden {
  envelopes: {
    site: string;
    header: string;
    info: string;
    enc: string;
    sent: number;
    records: { seq: number; ciphertext: string }[];
    body: string;
  }[];
  recipient: { kid: string };
}

const golden = JSON.parse(readFileSync(new URL("../vectors/golden-envelopes.json", import.meta.url), "utf8")) as Golden;
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const keyId = new Uint8Array(Buffer.from(golden.recipient.kid, "base64url"));
const header = encodeHeader(keyId, X25519_CHACHA20POLY1305, "shop");
const enc = new Uint8Array(32).fill(7);
const record = (seq: number, length = 80) => ({ seq, ciphertext: new Uint8Array(length).fill(seq) });

function faultOf(body: Uint8Array): EnvelopeFault | null {
  try {
    decodeEnvelopes(body);
    return null;
  } catch (error) {
    if (error instanceof EnvelopeError) return error.fault;
    throw error;
  }
}

describe("golden envelopes", () => {
  for (const { site, ...expected } of golden.envelopes) {
    it(`encodes the one of ${site} byte for byte`, () => {
      const header = encodeHeader(keyId, X25519_CHACHA20POLY1305, site);
      expect(hex(header)).toBe(expected.header);
      expect(hex(streamInfo(header))).toBe(expected.info);
      const records = expected.records.map(({ seq, ciphertext }) => ({ seq, ciphertext: bytes(ciphertext) }));
      expect(hex(encodeEnvelope(header, bytes(expected.enc), expected.sent, records))).toBe(expected.body);
    });

    it(`decodes the one of ${site}`, () => {
      const [envelope, ...rest] = decodeEnvelopes(bytes(expected.body));
      expect(rest).toEqual([]);
      expect(envelope).toMatchObject({ site, sent: expected.sent, kem: 0x20, kdf: 1, aead: 3 });
      expect(hex(envelope!.header)).toBe(expected.header);
      expect(hex(envelope!.keyId)).toBe(hex(keyId));
      expect(hex(envelope!.enc)).toBe(expected.enc);
      expect(envelope!.records.map(({ seq, ciphertext }) => ({ seq, ciphertext: hex(ciphertext) }))).toEqual(
        expected.records.map(({ seq, ciphertext }) => ({ seq, ciphertext })),
      );
    });
  }

  it("decodes envelopes end to end, from a view that does not begin at its buffer's start", () => {
    const one = encodeEnvelope(header, enc, 5, [record(0), record(3)]);
    const shifted = new Uint8Array(one.length * 2 + 3);
    shifted.set(one, 3);
    shifted.set(one, 3 + one.length);
    const envelopes = decodeEnvelopes(shifted.subarray(3));
    expect(envelopes.map((envelope) => envelope.records.map(({ seq }) => seq))).toEqual([
      [0, 3],
      [0, 3],
    ]);
  });
});

describe("bounds", () => {
  const good = encodeEnvelope(header, enc, 1_795_000_000_000, [record(0), record(1), record(2)]);

  it("refuses every truncation as truncated, or as empty at 0 bytes", () => {
    for (let length = 0; length < good.length; length++) {
      expect(faultOf(good.subarray(0, length)), `${length} bytes`).toBe(length === 0 ? "empty" : "truncated");
    }
    expect(faultOf(good)).toBeNull();
  });

  it("refuses a byte after the last envelope", () => {
    expect(faultOf(new Uint8Array([...good, 0]))).toBe("truncated");
  });

  const patched = (at: number, ...values: number[]) => {
    const body = good.slice();
    body.set(values, at);
    return body;
  };
  const countAt = header.length + enc.length + 8;
  const lengthAt = countAt + 2 + 4;
  it.each<[string, Uint8Array, EnvelopeFault | null]>([
    ["another magic", patched(0, 0x58), "magic"],
    ["version 0", patched(2, 0), "version"],
    ["version 2", patched(2, 2), "version"],
    ["a KEM that cannot be framed", patched(11, 0xff, 0xff), "suite"],
    ["a KDF that only opening can refuse", patched(13, 0xff, 0xff), null],
    ["a site id of no bytes", patched(17, 0), "site"],
    ["a capital in the site id", patched(18, 0x53), "site"],
    ["a slash in the site id", patched(18, 0x2f), "site"],
    ["a byte above ASCII in the site id", patched(18, 0xf3), "site"],
    ["no records", patched(countAt, 0, 0), "empty"],
    ["more records than there are", patched(countAt, 0, 4), "truncated"],
    ["65,535 records", patched(countAt, 0xff, 0xff), "too-many-records"],
    ["a first record that is not 0", patched(countAt + 2, 0, 0, 0, 1), "no-hello"],
    ["a record longer than the body", patched(lengthAt, 0, 0, 0xff, 0xff), "truncated"],
    ["a record of 4 GiB", patched(lengthAt, 0xff, 0xff, 0xff, 0xff), "truncated"],
  ])("answers %s", (_, body, fault) => {
    expect(faultOf(body)).toBe(fault);
  });

  it("frames a post-quantum enc of 1120 bytes, so that a later suite moves no byte", () => {
    const suite = { ...X25519_CHACHA20POLY1305, kem: 0x647a, encLength: 1120 };
    const body = encodeEnvelope(encodeHeader(keyId, suite, "shop"), new Uint8Array(1120).fill(9), 1, [record(0)]);
    expect(decodeEnvelopes(body)[0]?.enc.length).toBe(1120);
    expect(faultOf(body.subarray(0, 1000))).toBe("truncated");
  });

  it("takes 500 records over all envelopes and refuses 501", () => {
    const many = (count: number) =>
      encodeEnvelope(
        header,
        enc,
        1,
        Array.from({ length: count }, (_, seq) => record(seq, 16)),
      );
    const body = (...counts: number[]) => new Uint8Array(counts.flatMap((count) => [...many(count)]));
    expect(faultOf(body(250, MAX_BODY_RECORDS - 250))).toBeNull();
    expect(faultOf(body(250, MAX_BODY_RECORDS - 249))).toBe("too-many-records");
  });

  it("takes a body of 262,144 bytes and refuses one more", () => {
    const fill = (length: number) => {
      const overhead = header.length + enc.length + 10 + 8;
      return encodeEnvelope(header, enc, 1, [record(0, length - overhead)]);
    };
    expect(fill(MAX_BODY_BYTES).length).toBe(262_144);
    expect(faultOf(fill(MAX_BODY_BYTES))).toBeNull();
    expect(faultOf(fill(MAX_BODY_BYTES + 1))).toBe("too-large");
  });

  it("refuses envelopes of two sites in one body", () => {
    const other = encodeEnvelope(encodeHeader(keyId, X25519_CHACHA20POLY1305, "other"), enc, 1, [record(0)]);
    expect(faultOf(new Uint8Array([...good, ...other]))).toBe("mixed-sites");
  });

  it("throws nothing but EnvelopeError on 50,000 mutations", () => {
    let state = 12345;
    const random = (below: number) => (state = (state * 1103515245 + 12345) & 0x7fffffff) % below;
    let refused = 0;
    for (let i = 0; i < 50_000; i++) {
      const body = good.slice(0, random(4) === 0 ? random(good.length + 1) : good.length);
      for (let flips = random(4); flips >= 0 && body.length > 0; flips--)
        body[random(Math.min(body.length, 90))]! ^= 1 << random(8);
      if (faultOf(body) !== null) refused++;
    }
    expect(refused).toBeGreaterThan(10_000);
  });
});

describe("encoding", () => {
  it("refuses what could not be decoded again", () => {
    expect(() => encodeHeader(new Uint8Array(7), X25519_CHACHA20POLY1305, "shop")).toThrow(RangeError);
    expect(() => encodeHeader(keyId, X25519_CHACHA20POLY1305, "Shop")).toThrow(RangeError);
    expect(() => encodeEnvelope(header, enc, 1, [])).toThrow(RangeError);
    expect(() => encodeEnvelope(header, enc, 1, [record(1)])).toThrow(RangeError);
    const tooMany = Array.from({ length: 501 }, (_, seq) => record(seq, 16));
    expect(() => encodeEnvelope(header, enc, 1, tooMany)).toThrow(RangeError);
  });

  it.each([
    ["a", true],
    ["a-b-0", true],
    ["a".repeat(64), true],
    ["a".repeat(65), false],
    ["", false],
    ["A", false],
    ["a_b", false],
    ["a b", false],
    ["shop\n", false],
  ])("knows whether %j is a site id", (site, expected) => {
    expect(isSiteId(site)).toBe(expected);
  });
});
