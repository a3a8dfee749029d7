import { createWriteStream } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import type { Archive } from "./archive.js";
import { zipArchive } from "./zip-archive.js";

/**
 * An archive as one zip file of mode 0600. Until it is whole it has another name, so that half of one is never taken for
 * all of it.
 *
 * @throws {Error} `EEXIST` where there is such a file: nothing is written over.
 */
export async function fileArchive(path: string, made: Date): Promise<Archive> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) throw Object.assign(new Error(`${path} is there already`), { code: "EEXIST", path });
  const part = `${path}.part`;
  const file = await open(part, "w", 0o600);
  await file.chmod(0o600);
  const to = createWriteStream("", { fd: file, flush: true });
  const zip = zipArchive({ to, made, discard: () => rm(part, { force: true }) });
  return {
    ...zip,
    async end() {
      await zip.end();
      await rename(part, path);
    },
  };
}
