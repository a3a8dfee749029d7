import { open } from "node:fs/promises";

/** Makes a directory's names durable. Windows cannot open a directory, and needs no such thing. */
export async function syncDir(dir: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
