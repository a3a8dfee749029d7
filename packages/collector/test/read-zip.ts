import yauzl from "yauzl";

export interface ZipEntry {
  readonly name: string;
  readonly mode: number;
  readonly content: Buffer;
}

/** Reads a whole zip file by a library of its own, which checks sizes and CRCs. */
export async function readZip(path: string): Promise<ZipEntry[]> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const entries: ZipEntry[] = [];
  return new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("error", reject);
        stream.on("end", () => {
          const mode = (entry.externalFileAttributes >>> 16) & 0o777;
          entries.push({ name: entry.fileName, mode, content: Buffer.concat(chunks) });
          zip.readEntry();
        });
      });
    });
    zip.readEntry();
  });
}
