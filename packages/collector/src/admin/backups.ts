import { isAbsolute } from "node:path";
import { z } from "zod";
import { BackupError, type BackupJob, backupState } from "../backup/index.js";
import { AdminError } from "./errors.js";
import { type AdminParts, operation } from "./operation.js";

const folder = z.string().max(4096).refine(isAbsolute, "A folder is named from the root here");

/** Begins a backup in the background; `readBackupJob` tells how far it is. */
export const startBackup = operation(
  z.strictObject({
    out: folder,
    keysOut: folder,
    kinds: z.array(z.enum(["data", "keys"])).min(1),
    incremental: z.boolean(),
  }),
  async (parts, wanted): Promise<BackupJob> => {
    try {
      return jobsOf(parts).start(wanted);
    } catch (error) {
      throw error instanceof BackupError ? new AdminError("exists", error.message) : error;
    }
  },
);

export const readBackupJob = operation(z.strictObject({ id: z.string().max(20) }), async (parts, { id }) => {
  const job = jobsOf(parts).job(id);
  if (job === null) throw new AdminError("missing", "There is no such backup under way");
  return job;
});

/** What the catalog knows of its backups, wherever they lie, and when copies of keys were last shown to open. */
export const listBackupRecords = operation(z.strictObject({}), async ({ catalog, backupDays = null }) =>
  backupState(catalog, backupDays),
);

/** New backups are sealed to this key from now on: `alone`, or beside those that are there. */
export const addBackupKey = operation(
  z.strictObject({
    id: z.string().max(32),
    publicKey: z.string().regex(/^[\w-]{43}$/, "A public key has 32 bytes, as base64url"),
    how: z.enum(["first", "replace", "add"]),
  }),
  async ({ catalog, now }, { id, publicKey, how }) => {
    if (how === "first" && (await catalog.backupKeys()).length > 0) {
      throw new AdminError("exists", "There is a backup key already: say --replace, or --add for one more");
    }
    const key = { id, publicKey: Buffer.from(publicKey, "base64url"), created: now() };
    await catalog.addBackupKey(key, how === "replace");
    return { id };
  },
);

/** Marks backups whose files were destroyed. */
export const markDestroyed = operation(
  // `byHand`: an operator says so, and nothing here saw it go.
  z.strictObject({ numbers: z.array(z.int().min(1)).max(10_000), byHand: z.boolean().optional() }),
  async ({ catalog, now }, { numbers }) => {
    for (const number of numbers) await catalog.destroyedBackup(number, now());
    return { numbers };
  },
);

/** Notes that somebody has shown a copy of a key. */
export const addProof = operation(
  z.strictObject({ what: z.enum(["root", "backup-key"]), id: z.string().min(1).max(64) }),
  async ({ catalog, now }, { what, id }) => {
    const proof = { what, id, at: now() };
    await catalog.prove(proof);
    return proof;
  },
);

function jobsOf({ backups }: AdminParts) {
  if (backups === undefined)
    throw new AdminError("invalid", "Only a running collector makes backups in the background");
  return backups;
}
