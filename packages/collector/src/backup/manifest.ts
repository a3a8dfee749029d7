import { z } from "zod";
import { passphraseRecords } from "../data-directory/manifest.js";
import { BackupError } from "./errors.js";

/** The form of backups that this version writes and reads. */
export const FORMAT = 1;
export const MANIFEST = "manifest.json";

const whole = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Names are ours: nothing in a manifest leads out of the folder of backups. */
const path = z.string().regex(/^\d{6,12}-(data|keys)\/[a-z0-9-]{1,40}\.sealed$/);

const file = z.object({ path, bytes: whole, sha256 });

const segment = file.extend({
  /** Blocks, both included. */
  first: whole,
  last: whole,
  rows: whole,
  /** Of the version that wrote it, in the order of its lines. */
  columns: z
    .array(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/))
    .min(1)
    .max(500),
  /** By `YYYYMM` of receipt: rows, and a digest of them in any order. */
  months: z.record(z.string().regex(/^\d{6}$/), z.object({ rows: whole, digest: z.string().regex(/^[0-9a-f]{32}$/) })),
});

const manifest = z.object({
  format: z.literal(FORMAT),
  kind: z.enum(["data", "keys"]),
  /** Names the install that made it: 16 random bytes, base64url. */
  install: z.string().regex(/^[\w-]{22}$/),
  number: whole,
  created: z.iso.datetime(),
  /** When the oldest rows in it were copied. */
  since: z.iso.datetime(),
  /** Ids of the backup keys that open it. */
  keys: z.array(z.string().max(32)).min(1),
  /** Of its own, in the order in which they are read. */
  files: z.array(file),
  /** Rows of events; those of an incremental backup lie with earlier ones in the same folder. */
  segments: z.array(segment),
});

const counts = z.record(z.string(), whole);

const index = z.object({
  /** The manifest's own facts and files once more, under the seal. */
  manifest,
  catalog: z.object({ version: whole, tables: counts, sequences: counts, block: whole }),
  /** What opening the keys takes besides the root key; in key backups. */
  custody: z.object({ root: z.string(), passphrases: passphraseRecords }).nullable(),
});

export type SealedFile = z.output<typeof file>;
export type Segment = z.output<typeof segment>;
export type BackupManifest = z.output<typeof manifest>;
export type BackupIndex = z.output<typeof index>;

/** @throws {BackupError} `damaged` or `version` */
export function parseBackupManifest(text: string, place: string): BackupManifest {
  return parse(manifest, text, place);
}

/** @throws {BackupError} `damaged` or `version` */
export function parseIndex(text: string, place: string): BackupIndex {
  return parse(index, text, place);
}

function parse<Output>(schema: z.ZodType<Output>, text: string, place: string): Output {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new BackupError("damaged", `${place} is damaged`);
  }
  const format = (content as { format?: unknown } | null)?.format;
  if (typeof format === "number" && format !== FORMAT) {
    throw new BackupError("version", `${place} is of format ${format}, and this Wayseal reads format ${FORMAT}`);
  }
  const read = schema.safeParse(content);
  if (!read.success) throw new BackupError("damaged", `${place} is damaged`);
  return read.data;
}

/** @returns The folder's name of a backup. */
export function folderOf({ number, kind }: Pick<BackupManifest, "number" | "kind">): string {
  return `${String(number).padStart(6, "0")}-${kind}`;
}
