import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { z } from "zod";
import { DataDirError } from "./errors.js";

/** The form of data directory that this version reads and writes. */
export const FORMAT = 1;

export const MANIFEST_FILE = "wayseal.json";

const wrapped = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** Bounds on what a guess may cost, so that an altered manifest cannot stall a start for hours. */
const passphrase = z.object({
  kdf: z.literal("argon2id"),
  memory: z.int().min(8).max(4_194_304),
  passes: z.int().min(1).max(64),
  lanes: z.int().min(1).max(16),
  salt: wrapped,
  id: wrapped,
  sealed: wrapped,
});

/** A root key under a passphrase (keyring/passphrase.ts). */
export type PassphraseRecord = z.output<typeof passphrase>;

/** Root keys under passphrases, by what they are for. */
export const passphraseRecords = z.partialRecord(z.enum(["base", ...SEALED_LEVELS]), passphrase);

const id = z.string().min(1).max(128);
/** Where a root key is kept, as its setting says it: no secret stands there. */
const place = z.string().min(1).max(2048);

/**
 * A root key that takes the place of another. `begun`: keys are wrapped by either. `rewrapped`: by the new one alone, and the
 * old one waits to be destroyed.
 */
const rotation = z.object({
  state: z.enum(["begun", "rewrapped"]),
  from: z.object({ id, place, record: passphrase.optional() }),
  to: z.object({ id, place, record: passphrase.optional() }),
  /** Once `rewrapped`: number of the last backup that was begun before. Later ones open with the new root key. */
  lastBackup: z.int().min(0).optional(),
});

export type Rotation = z.output<typeof rotation>;

const manifest = z.object({
  format: z.literal(FORMAT),
  created: z.iso.datetime(),
  /** Names the root key that the keys are wrapped by. */
  root: z.string().min(1).max(128),
  /** base64url, wrapped under `{purpose: "catalog"}` and `{purpose: "store"}`. */
  keys: z.object({ catalog: wrapped, store: wrapped }),
  /** Root keys under passphrases, by what they are for. */
  passphrases: passphraseRecords.optional(),
  /** Root keys that are being rotated, by what they are for. */
  rotations: z.partialRecord(z.enum(["base", ...SEALED_LEVELS]), rotation).optional(),
});

export type Passphrases = Readonly<Partial<Record<"base" | SealedLevel, PassphraseRecord>>>;

export type Rotations = Readonly<Partial<Record<"base" | SealedLevel, Rotation>>>;

export type Manifest = z.output<typeof manifest>;

/** @throws {DataDirError} `version` or `damaged` */
export function parseManifest(text: string, path: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new DataDirError("damaged", `${path} is damaged: put it back from a backup`, { cause: error });
  }
  const format = (content as { format?: unknown } | null)?.format;
  if (typeof format === "number" && format !== FORMAT) {
    const newer = format > FORMAT;
    throw new DataDirError(
      "version",
      `${path} is of format ${format} and this Wayseal reads format ${FORMAT}: use ${newer ? "a newer" : "an older"} Wayseal`,
    );
  }
  const read = manifest.safeParse(content);
  if (!read.success) throw new DataDirError("damaged", `${path} is damaged: put it back from a backup`);
  return read.data;
}

export function formatManifest(content: Manifest): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
