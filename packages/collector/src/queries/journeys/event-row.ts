import type { JourneyEvent, JourneyField } from "../../api.js";
import { type ColumnName, PUBLIC_COLUMNS } from "../../clearance/public-columns.js";
import type { DecideColumn } from "../../keys/field-reader.js";
import type { SealedRow } from "../../keys/sealed-row.js";
import type { FieldNote } from "../../pipeline/states.js";

/** Public columns of `JourneyEvent.columns`: all but `page`, which every event has. */
const COLUMNS = Object.keys(PUBLIC_COLUMNS).filter((name): name is Exclude<ColumnName, "page"> => name !== "page");

/** Bytes travel as hex and base64: an answer is JSON, and these are not text. */
export const EVENT_COLUMNS = `
  hex(stream) AS stream_hex, seq, hex(session) AS session_hex, type,
  toUnixTimestamp64Milli(occurred) AS occurred_at, toUnixTimestamp64Milli(received) AS received_at,
  skew, page, ${COLUMNS.join(", ")}, notes, policy, properties,
  base64Encode(internal) AS internal_bytes, base64Encode(confidential) AS confidential_bytes,
  base64Encode(restricted) AS restricted_bytes`;

export interface EventRow extends Readonly<
  Record<(typeof COLUMNS)[number], string | number | boolean | null | undefined>
> {
  readonly stream_hex: string;
  readonly seq: number;
  readonly session_hex: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly received_at: number;
  readonly skew: number;
  readonly page: string;
  readonly notes: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly policy: number;
  readonly internal_bytes: string;
  readonly confidential_bytes: string;
  readonly restricted_bytes: string;
}

/** What reading the row's fields takes. */
export function sealedRow(site: string, subject: string, row: EventRow): SealedRow {
  const sealed = (base64: string) => (base64 === "" ? null : Buffer.from(base64, "base64"));
  return {
    site,
    stream: Buffer.from(row.stream_hex, "hex"),
    seq: row.seq,
    subject: Buffer.from(subject, "hex"),
    type: row.type,
    class: text(row.class),
    ...{ form: text(row.form), field: text(row.field), country: text(row.jurisdiction) ?? text(row.country) },
    located: text(row.country),
    filled: typeof row.filled === "boolean" ? row.filled : undefined,
    policy: row.policy,
    notes: JSON.parse(row.notes) as FieldNote[],
    internal: sealed(row.internal_bytes),
    confidential: sealed(row.confidential_bytes),
    restricted: sealed(row.restricted_bytes),
  };
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** @param decide What the viewer may see of a public column. What they may not, the event says by which rule. */
export function journeyEvent(row: EventRow, fields: readonly JourneyField[], decide: DecideColumn): JourneyEvent {
  const columns: Record<string, string | number | boolean> = {};
  const withheld: Record<string, string> = {};
  const shows = (name: string) => {
    const { verdict, rule } = decide(name);
    if (verdict !== "show") withheld[name] = rule;
    return verdict === "show";
  };
  for (const name of COLUMNS) {
    const value = row[name];
    if (value !== null && value !== undefined && value !== "" && shows(name)) columns[name] = value;
  }
  for (const [property, value] of Object.entries(row.properties)) {
    const name = `properties.${property}`;
    if (shows(name)) columns[name] = value;
  }
  const { seq, type, skew, policy } = row;
  const page = shows("page") ? row.page : "";
  return {
    stream: Buffer.from(row.stream_hex, "hex").toString("base64url"),
    seq,
    session: Buffer.from(row.session_hex, "hex").toString("base64url"),
    type,
    occurred: row.occurred_at,
    received: row.received_at,
    ...{ skew, page, columns, fields, policy },
    ...(Object.keys(withheld).length > 0 && { withheld }),
  };
}
