import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The scripts that pages have pinned: without them such pages would not be measured after a restore. */
export async function* keptScripts(folder: string): AsyncGenerator<{ readonly name: string; readonly bytes: Buffer }> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  // One with a dot in front is being written.
  for (const name of names.filter((name) => !name.startsWith(".")).sort()) {
    yield { name, bytes: await readFile(join(folder, name)) };
  }
}
