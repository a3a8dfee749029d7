import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Archive } from "./archive.js";
import { loadYazl } from "./load-yazl.js";

export interface ZipOptions {
  /** Where the bytes of the archive go. It is ended. */
  readonly to: Writable;
  readonly made: Date;
  /** Removes what was written, when it comes to nothing. */
  readonly discard: () => Promise<void>;
}

/** An archive as one zip file, written as it is made. Past 4 GB it is ZIP64. */
export function zipArchive({ to, made, discard }: ZipOptions): Archive {
  const { ZipFile } = loadYazl();
  const zip = new ZipFile();
  let failed: ((error: unknown) => void) | null = null;
  const broken = new Promise<never>((_, reject) => (failed = reject));
  broken.catch(() => undefined);
  zip.on("error", (error: unknown) => failed?.(error));
  const written = pipeline(zip.outputStream, to);
  written.catch((error: unknown) => failed?.(error));

  return {
    async add(name, content) {
      const read = Readable.from(content, { objectMode: false });
      const done = new Promise<void>((resolve, reject) => {
        read.once("end", resolve);
        read.once("error", reject);
      });
      zip.addReadStreamLazy(name, { mtime: made, mode: 0o100600 }, (open) => open(null, read));
      await Promise.race([done, broken]);
    },
    async end() {
      zip.end();
      await Promise.race([written, broken]);
    },
    async abort() {
      to.destroy();
      await written.catch(() => undefined);
      await discard().catch(() => undefined);
    },
  };
}
