import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Profile {
  readonly path: string;
  /** Removes the folder, unless it was given. */
  remove(): Promise<void>;
}

/** Takes the folder that was given, or makes one for this launch. */
export async function ownProfile(given: string | undefined): Promise<Profile> {
  const path = given ?? (await mkdtemp(join(tmpdir(), "wayseal-engine-")));
  return {
    path,
    async remove() {
      // A browser that has just ended may still be writing its last file.
      if (given === undefined) await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
