import { createReadStream } from "node:fs";
import { basename, join } from "node:path";
import type { RecipientPair } from "../hpke/index.js";
import { sha256 } from "../keys/digest.js";
import { openStream, SealedStreamError } from "../keys/sealed-stream/index.js";
import { BackupError } from "./errors.js";
import { readFrames } from "./frames.js";
import type { BackupManifest, SealedFile } from "./manifest.js";

/** Compares a file with what the manifest says of it; needs no key. @throws {BackupError} `missing` or `damaged` */
export async function checkFile(folder: string, { path, bytes, sha256: wanted }: SealedFile): Promise<void> {
  const digest = sha256();
  let length = 0;
  for await (const piece of pieces(folder, path)) {
    digest.update(piece);
    length += piece.length;
  }
  if (length < bytes) throw new BackupError("damaged", `${path} is cut short: ${length} of ${bytes} bytes are there`);
  if (length !== bytes || digest.hex() !== wanted) {
    throw new BackupError("damaged", `${path} is damaged, or another file lies in its place`);
  }
}

/**
 * Opens a file of a backup, frame by frame. Whatever was altered, cut, swapped or put in from another backup or another
 * install ends with an error.
 *
 * @throws {BackupError}
 */
export async function* readSealedFile(
  folder: string,
  { path }: Pick<SealedFile, "path">,
  { install }: Pick<BackupManifest, "install">,
  key: RecipientPair,
): AsyncGenerator<Buffer> {
  try {
    const { facts, plain } = await openStream(pieces(folder, path), key);
    const [of = "", file] = [path.split("/")[0], basename(path, ".sealed")];
    const [number, kind] = of.split("-");
    if (facts.toString("utf8") !== JSON.stringify({ install, number: Number(number), kind, file })) {
      throw new BackupError("foreign", `${path} is a file of another backup`);
    }
    yield* readFrames(plain);
  } catch (error) {
    if (!(error instanceof SealedStreamError)) throw error;
    throw new BackupError(error.fault === "key" ? "key" : "damaged", `${path}: ${error.message}`);
  }
}

async function* pieces(folder: string, path: string): AsyncGenerator<Buffer> {
  try {
    for await (const piece of createReadStream(join(folder, path), { highWaterMark: 256 * 1024 }))
      yield piece as Buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new BackupError("missing", `${path} is missing from the backup`);
    }
    throw error;
  }
}
