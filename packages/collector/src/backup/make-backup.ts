import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncDir } from "../data-directory/sync-dir.js";
import { sha256 } from "../keys/digest.js";
import type { BackupCatalog, BackupKey, BackupKind, CopiedMoment } from "../ports/backups.js";
import type { EventArchive } from "../ports/event-store.js";
import { BackupError } from "./errors.js";
import { frame } from "./frames.js";
import type { FoundBackup } from "./list-backups.js";
import { type BackupIndex, type BackupManifest, folderOf, FORMAT, MANIFEST, type SealedFile } from "./manifest.js";
import { writeSealedFile } from "./write-sealed-file.js";
import { writeSegments } from "./write-segments.js";

/** How far a backup has come. */
export interface BackupProgress {
  readonly kind: BackupKind;
  readonly step: "tables" | "rows" | "closing";
  /** Rows of events so far, and in all. */
  readonly rows: number;
  readonly of: number;
}

export interface MakeBackup {
  readonly catalog: Pick<BackupCatalog, "copyTables">;
  readonly archive: EventArchive;
  readonly kind: BackupKind;
  readonly number: number;
  readonly install: string;
  /** The folder that holds all backups. */
  readonly place: string;
  readonly keys: readonly BackupKey[];
  readonly custody: BackupIndex["custody"];
  /** Files beside the catalog that travel with the data, by name. */
  readonly scripts: AsyncIterable<{ readonly name: string; readonly bytes: Buffer }>;
  /** The data backup that an incremental one goes on from. */
  readonly base: FoundBackup | null;
  readonly now: () => number;
  readonly onProgress: (progress: BackupProgress) => void;
}

/**
 * Makes one backup in a folder of its own, which gets its name when all of it is on disk: one that is cut off is none.
 * The tables show one moment, and the event store's rows are those of the blocks that were drained by then; what came
 * later is in the spool, which is one of the tables. So each acknowledged event is in one of the two, and blocks that
 * are in both are compared by the drain, as after a crash.
 *
 * @returns The manifest, its digest, and the bytes that were written.
 */
export async function makeBackup(
  make: MakeBackup,
): Promise<{ readonly manifest: BackupManifest; readonly digest: string; readonly bytes: number }> {
  const { catalog, archive, kind, number, install, place, keys, custody, scripts, base, now, onProgress } = make;
  const created = new Date(now()).toISOString();
  const name = folderOf({ number, kind });
  const unfinished = join(place, `.${name}.partial`);
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const recipients = keys.map(({ publicKey }) => publicKey);
  const files: SealedFile[] = [];
  const write = async (file: string, source: AsyncIterable<Uint8Array>): Promise<SealedFile> => {
    const facts = { install, number, kind, file };
    const written = await writeSealedFile(join(unfinished, `${file}.sealed`), source, { facts, recipients });
    return { path: `${name}/${file}.sealed`, ...written };
  };
  try {
    onProgress({ kind, step: "tables", rows: 0, of: 0 });
    let moment: CopiedMoment | null = null;
    files.push(
      await write(
        "tables",
        tableFrames(catalog, kind, (copied) => (moment = copied)),
      ),
    );
    const copied = moment as CopiedMoment | null;
    if (copied === null) throw new BackupError("damaged", "The catalog could not be copied");
    let segments = base?.manifest.segments ?? [];
    if (kind === "data") {
      files.push(await write("scripts", scriptFrames(scripts)));
      const after = segments.at(-1)?.last ?? 0;
      const told = (rows: number, of: number) => onProgress({ kind, step: "rows", rows, of });
      segments = [...segments, ...(await writeSegments({ archive, after, upTo: copied.block, write, onRows: told }))];
    }
    onProgress({ kind, step: "closing", rows: 0, of: 0 });
    const since = base?.manifest.since ?? created;
    const ids = keys.map(({ id }) => id);
    const facts = { format: FORMAT, kind, install, number, created, since, keys: ids, files, segments } as const;
    const index: BackupIndex = { manifest: { ...facts, files: [...files] }, catalog: copied, custody };
    files.push(await write("index", one(frame(Buffer.from(JSON.stringify(index))))));
    const manifest: BackupManifest = { ...facts, files: [...files] };
    const text = `${JSON.stringify(manifest, null, 1)}\n`;
    await writeText(join(unfinished, MANIFEST), text);
    await syncDir(unfinished);
    await rename(unfinished, join(place, name));
    await syncDir(place);
    const digest = sha256();
    digest.update(Buffer.from(text));
    const own = [...files, ...segments].filter(({ path }) => path.startsWith(`${name}/`));
    return { manifest, digest: digest.hex(), bytes: own.reduce((sum, { bytes }) => sum + bytes, 0) };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function* tableFrames(
  catalog: Pick<BackupCatalog, "copyTables">,
  kind: BackupKind,
  onMoment: (moment: CopiedMoment) => void,
): AsyncGenerator<Buffer> {
  const pages = catalog.copyTables(kind);
  try {
    for (;;) {
      const next = await pages.next();
      if (next.done === true) return onMoment(next.value);
      yield* frame(Buffer.from(JSON.stringify(next.value)));
    }
  } finally {
    // Where the disk refuses a page the copy ends here, and takes its notes out of the catalog.
    await pages.return(undefined as never);
  }
}

async function* scriptFrames(scripts: MakeBackup["scripts"]): AsyncGenerator<Buffer> {
  for await (const { name, bytes } of scripts) {
    yield* frame(Buffer.from(JSON.stringify({ name, content: bytes.toString("base64") })));
  }
}

async function* one(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

async function writeText(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
