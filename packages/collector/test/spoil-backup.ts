import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BackupManifest, SealedFile } from "../src/backup/manifest.js";

const CHUNK = 65_536 + 16;

export function copyOf(folder: string): string {
  const copy = `${folder}-${Math.random().toString(36).slice(2)}`;
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export function change(folder: string, file: string, how: (bytes: Buffer) => Buffer): void {
  writeFileSync(join(folder, file), how(readFileSync(join(folder, file))));
}

/** Changes a bit of the byte that `at` names, given the file's length. */
export function flip(folder: string, file: string, at: (length: number) => number): void {
  change(folder, file, (bytes) => {
    const place = at(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 4, place);
    return bytes;
  });
}

/** Swaps the last two whole chunks. */
export function swapChunks(folder: string, file: string): void {
  change(folder, file, (bytes) => {
    const length = bytes.readUInt32BE(8);
    const head = 12 + length + 1 + 88 * bytes.readUInt8(12 + length);
    const at = head + (Math.floor((bytes.length - head) / CHUNK) - 2) * CHUNK;
    const [one, two] = [bytes.subarray(at, at + CHUNK), bytes.subarray(at + CHUNK, at + 2 * CHUNK)];
    if (at < head) throw new Error("It has no two chunks");
    return Buffer.concat([bytes.subarray(0, at), two, one, bytes.subarray(at + 2 * CHUNK)]);
  });
}

/** Makes a manifest say what its files are now: anyone who can write to the folder can. */
export function fit(folder: string, name: string): void {
  const path = join(folder, name, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as BackupManifest;
  const now = <File extends SealedFile>(file: File): File => {
    const bytes = readFileSync(join(folder, file.path));
    return { ...file, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  };
  const { files, segments } = manifest;
  writeFileSync(path, JSON.stringify({ ...manifest, files: files.map(now), segments: segments.map(now) }));
}
