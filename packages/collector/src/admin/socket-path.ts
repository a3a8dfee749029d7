import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** sun_path has 104 bytes on macOS and 108 on Linux, the closing zero included. */
const LONGEST_PATH = 103;
const SOCKET = "collector.sock";
/** Where the socket is, when its own path would be too long. */
const POINTER = "collector.sock.path";

/**
 * Chooses the path to listen on: in the data directory, or, where that is too deep for a socket, in a new private
 * directory that the data directory names. Only the directory's owner may call this: it removes what a crash left.
 */
export async function takeSocketPath(dir: string): Promise<string> {
  await removeSocket(dir);
  const path = join(dir, SOCKET);
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  // mkdtemp makes it 0700.
  const elsewhere = join(await mkdtemp(join(tmpdir(), "wayseal-")), SOCKET);
  await writeFile(join(dir, POINTER), elsewhere, { mode: 0o600, flag: "wx" });
  return elsewhere;
}

/** @returns Where a collector of this data directory would listen. */
export async function findSocketPath(dir: string): Promise<string> {
  return (await pointed(dir)) ?? join(dir, SOCKET);
}

export async function removeSocket(dir: string): Promise<void> {
  const elsewhere = await pointed(dir);
  if (elsewhere !== null && /^wayseal-\w+$/.test(dirname(elsewhere).split("/").at(-1) ?? "")) {
    await rm(dirname(elsewhere), { recursive: true, force: true });
  }
  await rm(join(dir, POINTER), { force: true });
  await rm(join(dir, SOCKET), { force: true });
}

async function pointed(dir: string): Promise<string | null> {
  try {
    return await readFile(join(dir, POINTER), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") return null;
    throw error;
  }
}
