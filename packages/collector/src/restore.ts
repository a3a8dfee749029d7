import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { recordRestore } from "./audit/record-restore.js";
import { BackupError } from "./backup/errors.js";
import type { Chosen } from "./backup/choose-backups.js";
import type { BackupIndex } from "./backup/manifest.js";
import { readSealedFile } from "./backup/read-sealed-file.js";
import { monthsOf, restoreRows } from "./backup/restore-rows.js";
import { verifyBackup } from "./backup/verify-backup.js";
import { loadSqliteCatalog, openSqliteCatalog, type TableSum, verifySqliteCatalog } from "./catalog/index.js";
import { createDataDir, stateOf } from "./data-directory/create-data-dir.js";
import { DataDirError } from "./data-directory/errors.js";
import type { RecipientPair } from "./hpke/index.js";
import { openRoots } from "./keyring/index.js";
import type { BackupCatalog, TablePage } from "./ports/backups.js";
import type { Settings } from "./settings/settings.js";
import { witnessOf } from "./start/witness-of.js";
import { openChdbStore, openClickHouseStore } from "./store/index.js";

export interface Restored {
  readonly data: string;
  /** Numbers of the two backups. */
  readonly from: { readonly data: number; readonly keys: number };
  readonly tables: readonly ({ readonly table: string } & TableSum)[];
  /** As the backup has them, and the same as was read back: by `YYYYMM` of receipt. */
  readonly months: ReturnType<typeof monthsOf>;
  /** Rows of subjects that were erased since the data backup: in the event store, and on their way to it. */
  readonly erased: { readonly subjects: number; readonly rows: number; readonly waiting: number };
}

/**
 * Makes a data directory out of a data backup and a key backup, under new catalog and store keys that the root key
 * wraps. All of both backups is read and found good before anything is written, and what was written is read back and
 * compared before the directory becomes one; on an error nothing of it is left. Rows of subjects that the key backup
 * says are erased do not stay.
 *
 * @throws {BackupError | DataDirError | KeyringError | CatalogError | EventStoreError}
 */
export async function restore(
  settings: Settings,
  { data, keys }: Chosen,
  key: RecipientPair,
  onStep: (step: string) => void = () => undefined,
): Promise<Restored> {
  if ((await stateOf(settings.data)) !== "empty") {
    throw new DataDirError("foreign", `${settings.data} is not empty: restore into a new directory`);
  }
  const verify = async (found: Chosen["data"]): Promise<BackupIndex> => {
    onStep(`Verifying ${found.name}`);
    return (await verifyBackup(found, key)).index!;
  };
  const [keysIndex, dataIndex] = [await verify(keys), await verify(data)];
  const { custody } = keysIndex;
  if (custody === null) throw new BackupError("damaged", `${keys.name} does not say which root key it is under`);
  const roots = await openRoots(settings, { passphrases: custody.passphrases });
  try {
    const { id } = await roots.base.describe();
    if (id !== custody.root) {
      throw new BackupError(
        "key",
        `The keys in ${keys.name} are under root key ${custody.root}, and this is ${id}: put back the right one first`,
      );
    }
    let tables: ReadonlyMap<string, TableSum> = new Map();
    let waiting = 0;
    let rows = 0;
    let erased: Awaited<ReturnType<BackupCatalog["erasedSubjects"]>> = [];
    await createDataDir(settings.data, roots.base, {
      async makeCatalog(path, catalogKey) {
        onStep("Filling the catalog");
        const load = await loadSqliteCatalog({ path, key: catalogKey });
        try {
          // The older schema first: tables of a later version are loaded when the catalog has come to it.
          for (const [found, { catalog }] of [[data, dataIndex] as const, [keys, keysIndex] as const]) {
            await load.expect(catalog.version);
            const file = { path: `${found.name}/tables.sealed` };
            for await (const content of readSealedFile(found.folder, file, found.manifest, key)) {
              await load.load(JSON.parse(content.toString("utf8")) as TablePage);
            }
            await load.continueFrom(catalog.sequences);
          }
          tables = await load.compare();
          requireCounts(tables, { ...dataIndex.catalog.tables, ...keysIndex.catalog.tables });
          await load.finish();
        } finally {
          await load.close();
        }
        verifySqliteCatalog({ path, key: catalogKey });
        const catalog = await openSqliteCatalog({ path, key: catalogKey });
        try {
          waiting = await catalog.dropErased();
          erased = await catalog.erasedSubjects();
          await catalog.forgetBases(data.manifest.number);
          await catalog.leapSetVersions(Date.now());
          const { since, number, files } = keys.manifest;
          const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
          await catalog.finishBackup(number, { since: Date.parse(since), bytes, digest: keys.digest, at: Date.now() });
          await recordRestore(catalog, { data: data.manifest.number, keys: number, witness: witnessOf(settings) });
        } finally {
          await catalog.close();
        }
      },
      async makeRest({ store: dir, scripts }, storeKey) {
        await restoreScripts(scripts, data, key);
        const store =
          settings.clickhouseUrl === null
            ? await openChdbStore({ dir, key: storeKey })
            : await openClickHouseStore({ url: settings.clickhouseUrl });
        try {
          rows = await restoreRows(store, { data, key, erased, onStep });
        } finally {
          await store.close();
        }
      },
      ...(Object.keys(custody.passphrases).length > 0 && { passphrases: custody.passphrases }),
    });
    return {
      data: settings.data,
      from: { data: data.manifest.number, keys: keys.manifest.number },
      tables: [...tables].map(([table, sum]) => ({ table, ...sum })),
      months: monthsOf(data.manifest),
      erased: { subjects: erased.length, rows, waiting },
    };
  } finally {
    for (const keyring of [roots.base, ...Object.values(roots.own)]) await keyring.close();
  }
}

function requireCounts(tables: ReadonlyMap<string, TableSum>, wanted: Readonly<Record<string, number>>): void {
  for (const [table, rows] of Object.entries(wanted)) {
    const found = tables.get(table)?.rows ?? 0;
    if (found !== rows) throw new BackupError("damaged", `The table ${table} has ${found} rows, and had ${rows}`);
  }
}

async function restoreScripts(folder: string, { folder: from, name, manifest }: Chosen["data"], key: RecipientPair) {
  for await (const content of readSealedFile(from, { path: `${name}/scripts.sealed` }, manifest, key)) {
    const { name: file, content: bytes } = JSON.parse(content.toString("utf8")) as { name: string; content: string };
    if (basename(file) !== file || file.startsWith(".")) throw new BackupError("damaged", `${name} names a wrong file`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, file), Buffer.from(bytes, "base64"), { mode: 0o600, flush: true });
  }
}
