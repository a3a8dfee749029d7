import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

export interface Asset {
  readonly bytes: Buffer;
  /** Subresource Integrity, such as `sha384-…`. */
  readonly integrity: string;
}

const kept = new Map<string, Asset & { readonly mtimeMs: number; readonly size: number }>();

/** @returns A built file, or null if it has not been built. Read again only when it has changed. */
export async function readAsset(folder: string, name: string): Promise<Asset | null> {
  const path = join(folder, name);
  try {
    const { mtimeMs, size } = await stat(path);
    const before = kept.get(path);
    if (before?.mtimeMs === mtimeMs && before.size === size) return before;
    const bytes = await readFile(path);
    const asset = { bytes, integrity: await integrityOf(bytes), mtimeMs, size };
    kept.set(path, asset);
    return asset;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** @returns `sha384-…`, as the `integrity` attribute takes it. */
export async function integrityOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-384", new Uint8Array(bytes));
  return `sha384-${Buffer.from(digest).toString("base64")}`;
}
