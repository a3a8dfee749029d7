import type { PublicColumns } from "../pipeline/states.js";

/** Version of the table below; kept in its comment. */
export const SCHEMA_VERSION = 3;

/** What makes a table of an older version one of the next, by the older one's number. Each may be said again. */
export const UPGRADES: Readonly<Record<number, readonly string[]>> = {
  1: [
    "ALTER TABLE events ADD COLUMN IF NOT EXISTS corrections Nullable(UInt64) CODEC(T64, ZSTD) AFTER refills",
    "ALTER TABLE events MODIFY COMMENT 'wayseal 2'",
  ],
  2: [
    "ALTER TABLE events ADD COLUMN IF NOT EXISTS jurisdiction LowCardinality(String) AFTER generated",
    "ALTER TABLE events ADD COLUMN IF NOT EXISTS properties Map(LowCardinality(String), String) AFTER jurisdiction",
    "ALTER TABLE events MODIFY COMMENT 'wayseal 3'",
  ],
};

/** Blocks whose tokens the table remembers. A block that may be inserted again is never this far back. */
const REMEMBERED_BLOCKS = 10_000;

type Kind = "text" | "count" | "number" | "flag" | "truth" | "map";

/**
 * Public columns by how they are stored. A text that an event does not have is empty; a count, number or flag that it
 * does not have is NULL, since 0 and false say something.
 */
export const PUBLIC_COLUMNS: { readonly [K in keyof Required<PublicColumns>]: Kind } = {
  page: "text",
  role: "text",
  target: "text",
  form: "text",
  field: "text",
  class: "text",
  name: "text",
  kind: "text",
  duration: "count",
  changes: "count",
  refills: "count",
  corrections: "count",
  fields: "count",
  scroll: "count",
  measure: "number",
  pasted: "flag",
  autofilled: "flag",
  filled: "flag",
  valid: "flag",
  referrer: "text",
  language: "text",
  country: "text",
  source: "text",
  medium: "text",
  campaign: "text",
  consent: "text",
  generated: "truth",
  jurisdiction: "text",
  properties: "map",
};

const TYPES: Readonly<Record<Kind, string>> = {
  text: "LowCardinality(String)",
  count: "Nullable(UInt64) CODEC(T64, ZSTD)",
  number: "Nullable(Float64)",
  flag: "Nullable(Bool)",
  truth: "Bool",
  map: "Map(LowCardinality(String), String)",
};

/**
 * The one table. Ordered for analysis by site, type and time; a journey is found by a Bloom filter over subjects, which
 * takes a thousandth of a second ordering's space, reads nearly as fast, and leaves rows free to be deleted lightly.
 * Sealed columns are random bytes, so compressing them only costs time.
 *
 * @param policy Storage policy of the encrypted disk, or null for a server's own default.
 */
export function createEventsTable(policy: string | null): string {
  const columns = Object.entries(PUBLIC_COLUMNS).map(([name, kind]) => `  ${name} ${TYPES[kind]}`);
  return `
CREATE TABLE IF NOT EXISTS events (
  site LowCardinality(String),
  type LowCardinality(String),
  received DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  occurred DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  skew Int64 CODEC(Delta, ZSTD),
  stream FixedString(16),
  seq UInt32 CODEC(T64, ZSTD),
  subject FixedString(16),
  session FixedString(16),
  policy UInt32,
${columns.join(",\n")},
  notes String CODEC(ZSTD),
  internal String CODEC(NONE),
  confidential String CODEC(NONE),
  restricted String CODEC(NONE),
  block UInt64 CODEC(Delta, ZSTD),
  INDEX by_subject subject TYPE bloom_filter(0.002) GRANULARITY 1,
  INDEX by_block block TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received)
ORDER BY (site, type, occurred)
SETTINGS non_replicated_deduplication_window = ${REMEMBERED_BLOCKS}, fsync_after_insert = 1${
    policy === null ? "" : `, storage_policy = '${policy}'`
  }
COMMENT 'wayseal ${SCHEMA_VERSION}'`;
}

/** In the order in which encodeBlock writes them. */
export const COLUMNS: readonly string[] = [
  ...["site", "type", "received", "occurred", "skew", "stream", "seq", "subject", "session", "policy"],
  ...Object.keys(PUBLIC_COLUMNS),
  ...["notes", "internal", "confidential", "restricted", "block"],
];
