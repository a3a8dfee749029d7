import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Archive } from "./archive.js";

/**
 * An archive as files in a folder that is made for it, or is empty.
 *
 * @throws {Error} `EEXIST` where there is something in it: nothing is written over.
 */
export async function folderArchive(folder: string): Promise<Archive> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    throw Object.assign(new Error(`${folder} is not empty`), { code: "EEXIST", path: folder });
  }
  const names: string[] = [];
  return {
    async add(name, content) {
      names.push(name);
      const file = await open(join(folder, name), "wx", 0o600);
      try {
        for await (const chunk of content) await file.writeFile(chunk);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    end: () => Promise.resolve(),
    async abort() {
      for (const name of names) await rm(join(folder, name), { force: true });
      // Only a folder that was made for it, and holds nothing else now.
      if (made !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
