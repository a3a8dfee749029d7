import { z } from "zod";
import { DataDirError } from "./errors.js";

/** The form of data directory that this version reads and writes. */
export const FORMAT = 1;

export const MANIFEST_FILE = "wayseal.json";

const wrapped = z.string().regex(/^[A-Za-z0-9_-]+$/);

const manifest = z.object({
  format: z.literal(FORMAT),
  created: z.iso.datetime(),
  /** Names the root key that the keys are wrapped by. */
  root: z.string().min(1).max(128),
  /** base64url, wrapped under `{purpose: "catalog"}` and `{purpose: "store"}`. */
  keys: z.object({ catalog: wrapped, store: wrapped }),
});

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
