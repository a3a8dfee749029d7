import { type FileHandle, open, unlink } from "node:fs/promises";
import { extname } from "node:path";

/** Files that are there, empty and ours, before anything is erased: an erasure has one receipt, and no second chance. */
export interface ReservedReceipts {
  /** Writes the receipt of the nth erasure. @returns Its file; null where it could not be written or none was asked for. */
  write(n: number, receipt: string | null): Promise<string | null>;
  /** Removes those that were not written. */
  release(): Promise<void>;
}

/**
 * @param file Where one receipt goes; several get .1, .2, … before the extension. Undefined: none is written.
 * @throws The system's error, such as EEXIST: then no file of this call is left.
 */
export async function reserveReceipts(file: string | undefined, count: number): Promise<ReservedReceipts> {
  const handles: (FileHandle | null)[] = [];
  const end = extname(file ?? "");
  const head = (file ?? "").slice(0, (file ?? "").length - end.length);
  const files = Array.from({ length: count }, (_, n) => (count === 1 ? (file ?? "") : `${head}.${n + 1}${end}`));
  const release = async () => {
    for (const [n, handle] of handles.entries()) {
      if (handle === null) continue;
      handles[n] = null;
      await handle.close();
      await unlink(files[n]!);
    }
  };
  if (file !== undefined) {
    try {
      for (const path of files) handles.push(await open(path, "wx", 0o600));
    } catch (error) {
      await release();
      throw error;
    }
  }
  return {
    async write(n, receipt) {
      const handle = handles[n] ?? null;
      if (handle === null || receipt === null) return null;
      try {
        await handle.writeFile(`${receipt}\n`);
        await handle.sync();
        handles[n] = null;
        await handle.close();
        return files[n]!;
      } catch {
        // The disk is full, say: the receipt is printed instead.
        return null;
      }
    },
    release,
  };
}
