import type { Access } from "../clearance/access.js";
import type { EncryptedEvent, StoredEvent } from "../pipeline/states.js";
import type { CommitRequest, Dek, Kek, Person, RecipientKey, SigningKey, Site, StreamSeen } from "./catalog.js";

/** 2026-11-23T10:00:00Z, the time at which samples happen. */
export const SAMPLE_TIME = 1_795_428_000_000;

/** Bytes that differ for each label and are the same in each run. */
export function sampleBytes(label: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 2166136261;
  for (const letter of label) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

export const sampleSite = (id = "shop"): Site => ({
  id,
  name: `Site ${id}`,
  origins: [`https://${id}.example`],
  created: SAMPLE_TIME,
});

export const sampleRecipient = (site = "shop", kid = `kid-${site}`): RecipientKey => ({
  site,
  kid,
  publicKey: sampleBytes(`public ${kid}`, 32),
  wrapped: sampleBytes(`wrapped ${kid}`, 60),
  created: SAMPLE_TIME,
  state: "current",
  since: SAMPLE_TIME,
  due: null,
  grace: 2_592_000_000,
  quiet: 604_800_000,
  compromised: null,
  forgotten: null,
});

export const sampleSigning = (site = "shop"): SigningKey => ({
  site,
  publicKey: sampleBytes(`signing ${site}`, 65),
  wrapped: sampleBytes(`signing wrapped ${site}`, 170),
  created: SAMPLE_TIME,
  version: 1,
});

export const sampleKek = (over: Partial<Kek> = {}): Kek => ({
  id: "kek-1",
  site: "shop",
  level: "confidential",
  month: "2026-11",
  publicKey: sampleBytes("kek public", 32),
  wrapped: sampleBytes("kek wrapped", 60),
  created: SAMPLE_TIME,
  generation: 1,
  state: "current",
  successor: null,
  used: null,
  destroyed: 0,
  ...over,
});

export const sampleDek = (subject: Buffer, over: Partial<Dek> = {}): Dek => ({
  id: `dek-${subject.toString("hex").slice(0, 8)}`,
  kek: "kek-1",
  site: "shop",
  subject,
  level: "confidential",
  month: "2026-11",
  sealed: sampleBytes("dek sealed", 80),
  ...over,
});

export const sampleAccess = (over: Partial<Access> = {}): Access => ({
  roles: ["viewer"],
  rights: ["export"],
  clearance: "internal",
  sites: ["shop"],
  jurisdictions: ["DE", "US-CA"],
  purposes: ["analysis"],
  allow: { classes: ["email"], fields: ["order/note"] },
  deny: { classes: ["iban"], fields: [] },
  ...over,
});

export const samplePerson = (over: Partial<Person> = {}): Person => ({
  id: "person-1",
  email: "Ada@Example.com",
  name: "Ada",
  ...sampleAccess({ clearance: "confidential" }),
  disabled: false,
  active: false,
  created: SAMPLE_TIME,
  ...over,
});

/** A row with every kind of value: bytes above 127, empty and absent columns, characters beyond the BMP. */
export const sampleRow = (over: Partial<StoredEvent> = {}): StoredEvent => ({
  site: "shop",
  stream: sampleBytes("stream", 16),
  seq: 0,
  subject: sampleBytes("subject", 16),
  session: sampleBytes("session", 16),
  type: "field",
  received: SAMPLE_TIME,
  occurred: SAMPLE_TIME - 250,
  skew: -12,
  columns: {
    page: "https://shop.example/süß/:id/😀",
    form: "checkout",
    field: "street",
    class: "street",
    duration: 1234.5,
    changes: 2,
    pasted: false,
    filled: true,
    consent: "granted",
    generated: false,
  },
  notes: [{ path: "value", class: "street", level: "confidential", rule: "class street" }],
  internal: null,
  confidential: sampleBytes("confidential", 93),
  restricted: Buffer.alloc(0),
  policy: 3,
  ...over,
});

export const sampleEvent = (over: Partial<StoredEvent> = {}, deks: readonly string[] = []): EncryptedEvent => ({
  state: "encrypted",
  row: sampleRow(over),
  deks,
  indexes: [],
});

export const sampleStream = (over: Partial<StreamSeen> = {}): StreamSeen => ({
  stream: sampleBytes("stream", 16),
  site: "shop",
  kid: "kid-shop",
  previous: [],
  generated: false,
  ...over,
});

export interface SampleRequest {
  readonly stream?: string;
  readonly subject?: string;
  readonly visitor?: string;
  readonly site?: string;
  readonly received?: number;
  readonly deks?: readonly Dek[];
}

/** A request of events of one stream, with its subject's mapping. */
export function sampleRequest(seqs: readonly number[], options: SampleRequest = {}): CommitRequest {
  const { stream = "stream", subject = "subject", site = "shop", received = SAMPLE_TIME, deks = [] } = options;
  const row = { site, stream: sampleBytes(stream, 16), subject: sampleBytes(subject, 16), received };
  const visitor = sampleBytes(`visitor ${options.visitor ?? subject}`, 32);
  const relied = deks.map(({ id }) => id);
  return {
    site,
    received,
    events: seqs.map((seq) => sampleEvent({ ...row, seq }, relied)),
    subjects: [{ site, visitor, subject: row.subject }],
    deks,
    streams: [sampleStream({ stream: row.stream, site })],
    rejected: {},
  };
}
