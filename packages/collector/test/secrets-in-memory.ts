import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** Read at once. */
const CHUNK = 8 << 20;

/**
 * Looks through all that a process has in memory. Linux shows it to the process's parent, and to root.
 *
 * @param secrets Of 32 bytes each, by name.
 * @returns Names of those that lie there, as they are.
 */
export function secretsInMemory(pid: number, secrets: ReadonlyMap<string, Buffer>): readonly string[] {
  const found = new Set<string>();
  const chunk = Buffer.alloc(CHUNK);
  // By the first two bytes: one pass over the memory finds all of them.
  const begins = new Uint8Array(0x10000);
  for (const secret of secrets.values()) begins[secret.readUInt16BE(0)] = 1;
  const memory = openSync(`/proc/${pid}/mem`, "r");
  try {
    for (const [from, to] of writable(pid)) {
      // One that lies across the end of a chunk is looked for in the next.
      for (let at = from; at < to; at += CHUNK - 64) {
        const length = read(memory, chunk, at, Math.min(CHUNK, to - at));
        for (let n = 0; n < length - 31; n++) {
          if (begins[(chunk[n]! << 8) | chunk[n + 1]!] === 0) continue;
          const bytes = chunk.subarray(n, n + 32);
          for (const [name, secret] of secrets) if (secret.equals(bytes)) found.add(name);
        }
      }
    }
  } finally {
    closeSync(memory);
    chunk.fill(0);
  }
  return [...found];
}

/** Regions that a process can write, and has written some of. */
function writable(pid: number): (readonly [from: number, to: number])[] {
  const regions = readFileSync(`/proc/${pid}/smaps`, "latin1").split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  return regions.flatMap((region) => {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(region) ?? [];
    if (from === undefined || to === undefined || /^Rss: +0 kB$/m.test(region)) return [];
    return [[parseInt(from, 16), parseInt(to, 16)] as const];
  });
}

/** @returns How many bytes were read: none where the region is gone meanwhile. */
function read(memory: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EIO") return 0;
    throw error;
  }
}
