import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { Readable } from "node:stream";

/** What is used of yazl, which brings no types of its own. */
export interface Yazl {
  readonly ZipFile: new () => ZipFile;
}

export interface ZipFile extends EventEmitter {
  readonly outputStream: Readable;
  addReadStreamLazy(
    name: string,
    options: { readonly mtime: Date; readonly mode: number },
    open: (done: (error: Error | null, stream: Readable) => void) => void,
  ): void;
  end(): void;
}

/** Loaded for the first archive: most processes make none. */
export function loadYazl(): Yazl {
  return createRequire(import.meta.url)("yazl") as Yazl;
}
