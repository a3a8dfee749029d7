import { readFile, unlink } from "node:fs/promises";

/**
 * Removes a root key file that was overwritten already: what would have destroyed it ended between the two.
 *
 * @returns False where it holds anything but zeros, or nothing: then it was not touched.
 */
export async function removeOverwritten(path: string): Promise<boolean> {
  const bytes = await readFile(path);
  if (bytes.length === 0 || bytes.some((byte) => byte !== 0)) return false;
  await unlink(path);
  return true;
}
