import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Level } from "@wayseal/protocol";
import type { ExportAnswer } from "../api.js";
import { type ReadSum, type ReadTally, readTally } from "../audit/read-tally.js";
import { archiveKey, openChunks, sealChunks } from "../keys/sealed-chunks.js";
import type { SecretKey } from "../keys/secret-key.js";
import { type Log, SILENT } from "../log/log.js";
import { newId } from "../people/secrets.js";
import type { StillViewer } from "../people/viewer-of.js";
import { isCleared, requireSite, type Viewer } from "../viewer.js";
import { type ExportParts, exportSource } from "./export-source.js";
import { ExportError } from "./format.js";
import { writeExport } from "./write-export.js";
import { zipArchive } from "./zip-archive.js";

export interface ExportsOptions extends ExportParts {
  /** Where sealed archives lie while they wait to be fetched. What is in it is removed. @default a folder of its own */
  readonly folder?: string | undefined;
  /** How long one waits, milliseconds. @default an hour */
  readonly keep?: number;
  /** Who they are by now; null once they are let in no more. Asked before each page that is read, and while one fetches. */
  readonly still: StillViewer;
  readonly log?: Log;
}

export interface StartExport {
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  /** At most the viewer's own. @default the viewer's own */
  readonly clearance?: Level;
}

/** Exports that people ask for over HTTP: made in the background, and fetched within the hour by whoever asked. */
export interface Exports {
  /** Resolves once it is known that there is something to export. @throws {ExportError | NotVisible} */
  start(viewer: Viewer, ask: StartExport): Promise<ExportAnswer>;
  /** Null if this viewer made no such export, or it is gone. */
  read(viewer: Viewer, id: string): ExportAnswer | null;
  /** What confidential or restricted data is in it, for whoever may fetch it. Null where there is none, or no such export. */
  holds(viewer: Viewer, id: string): ReadSum | null;
  /** The archive in the clear, as it is opened. Null if there is none. @throws {ExportError} `erased` */
  open(viewer: Viewer, id: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Forgets all keys and removes what is sealed by them. */
  close(): Promise<void>;
}

interface Job {
  readonly viewer: Viewer;
  readonly key: SecretKey;
  readonly path: string;
  readonly tally: ReadTally;
  timer: NodeJS.Timeout | undefined;
  answer: ExportAnswer;
}

const HOUR_MS = 3_600_000;
/** Made at once, and kept at once, by one process. */
const MOST_RUNNING = 2;
const MOST_KEPT = 100;

export function createExports(options: ExportsOptions): Exports {
  const { catalog, now, keep = HOUR_MS, log = SILENT } = options;
  const jobs = new Map<string, Job>();
  let folder: Promise<string> | null = null;

  /** Made anew: what an earlier process left there was sealed by a key that ended with it. */
  function place(): Promise<string> {
    folder ??= (async () => {
      if (options.folder === undefined) return mkdtemp(join(tmpdir(), "wayseal-exports-"));
      await rm(options.folder, { recursive: true, force: true });
      await mkdir(options.folder, { recursive: true, mode: 0o700 });
      return options.folder;
    })();
    return folder;
  }

  // What an earlier process left can be opened by nobody.
  if (options.folder !== undefined) place().catch((error: unknown) => log.warn({ error }, "exports have no place"));

  async function drop(id: string): Promise<void> {
    const job = jobs.get(id);
    if (job === undefined) return;
    jobs.delete(id);
    clearTimeout(job.timer);
    job.key.drop();
    await rm(job.path, { force: true }).catch(() => undefined);
  }

  /** The export for the one who asked for it, while they have the clearance and the site that they had then. */
  function mine(viewer: Viewer, id: string): Job | null {
    const job = jobs.get(id);
    if (job === undefined || job.viewer.id !== viewer.id || job.viewer.kind !== viewer.kind) return null;
    requireSite(viewer, job.answer.site);
    return isAsCleared(viewer, job.viewer, job.answer.site) ? job : null;
  }

  /** @throws {ExportError} `revoked` unless whoever asked may do and see as much as when they asked. */
  async function requireStill(job: Job): Promise<void> {
    const viewer = await options.still(job.viewer);
    if (viewer === null || !isAsCleared(viewer, job.viewer, job.answer.site)) {
      throw new ExportError("revoked", "Whoever asked for it may not see as much any more");
    }
  }

  return {
    async start(viewer, { site, subject, clearance = viewer.clearance }) {
      requireSite(viewer, site);
      const running = [...jobs.values()].filter(({ answer }) => answer.state === "running").length;
      if (running >= MOST_RUNNING || jobs.size >= MOST_KEPT) {
        throw new ExportError("busy", "Other exports are being made: try again soon");
      }
      const [id, key] = [newId(), archiveKey()];
      const by = { kind: viewer.kind, id: viewer.id };
      const source = exportSource({ ...viewer, clearance }, { id, site, subject, by }, options);
      const job: Job = {
        viewer,
        key,
        path: join(await place(), `${id}.sealed`),
        tally: readTally(),
        timer: undefined,
        answer: empty(),
      };
      function empty(): ExportAnswer {
        const none = { events: 0, total: 0, complete: null, bytes: null, expires: null, reason: null };
        return { id, site, subject: subject.toLowerCase(), clearance, state: "running", made: now(), ...none };
      }
      jobs.set(id, job);
      const update = (more: Partial<ExportAnswer>) => (job.answer = { ...job.answer, ...more });
      let begun;
      try {
        begun = await source.begin();
      } catch (error) {
        await drop(id);
        throw error;
      }
      update({ total: begun.summary?.events ?? 0 });
      const zip = new PassThrough();
      const file = createWriteStream(job.path, { mode: 0o600, flags: "wx" });
      const sealed = pipeline(Readable.from(sealChunks(key, id, zip)), file);
      sealed.catch((error: unknown) => zip.destroy(error as Error));
      const archive = zipArchive({ to: zip, made: new Date(begun.made), discard: () => rm(job.path, { force: true }) });
      const ready = begun;
      void (async () => {
        const manifest = await writeExport({
          source: {
            begin: () => Promise.resolve(ready),
            async page(cursor) {
              await requireStill(job);
              const page = await source.page(cursor);
              job.tally.add(page);
              return page;
            },
            async end(events) {
              await requireStill(job);
              await source.end(events);
            },
          },
          archive,
          onProgress: (events, total) => update({ events, total: Math.max(events, total) }),
        });
        await sealed;
        const { size } = await stat(job.path);
        update({
          ...{ state: "ready", events: manifest.counts.events, complete: manifest.complete },
          ...{ bytes: size, expires: now() + keep },
        });
        const { events } = manifest.counts;
        log.info({ audit: "export", id, site, by, clearance, events }, "a person's data was exported");
      })()
        .catch(async (error: unknown) => {
          const told = error instanceof ExportError;
          if (!told) log.error({ error, export: id }, "an export failed");
          update({ state: "failed", reason: told ? error.message : "It could not be made: try again" });
          key.drop();
          await sealed.catch(() => undefined);
          await rm(job.path, { force: true });
        })
        .finally(() => (job.timer = setTimeout(() => void drop(id), keep).unref()));
      return job.answer;
    },

    read: (viewer, id) => mine(viewer, id)?.answer ?? null,

    holds: (viewer, id) => mine(viewer, id)?.tally.sum() ?? null,

    async open(viewer, id) {
      const job = mine(viewer, id);
      if (job?.answer.state !== "ready") return null;
      const { site, subject } = job.answer;
      if ((await catalog.subjectFacts(site, Buffer.from(subject, "hex"))).erased !== null) {
        await drop(id);
        throw new ExportError("erased", "That subject was erased since: the archive is gone too");
      }
      log.info(
        { audit: "export-fetched", id, site, by: { kind: viewer.kind, id: viewer.id } },
        "an export was fetched",
      );
      return watched(openChunks(job.key, id, createReadStream(job.path)), () => requireStill(job));
    },

    async close() {
      for (const id of [...jobs.keys()]) await drop(id);
      // One that is being made may add its file meanwhile.
      if (folder !== null) await rm(await folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Asks before each chunk, of 64 KiB, who fetches by now. */
async function* watched(
  content: AsyncIterable<Uint8Array>,
  look: () => Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of content) {
    await look();
    yield chunk;
  }
}

/** Whether `now` may do and see all that `then` might, of what an export shows. */
function isAsCleared(now: Viewer, then: Viewer, site: string): boolean {
  const limits = ({ jurisdictions, allow, deny, rights }: Viewer) =>
    JSON.stringify([jurisdictions, allow, deny, rights.includes("export")]);
  return (
    isCleared(now, then.clearance) && limits(now) === limits(then) && (now.sites === "*" || now.sites.includes(site))
  );
}
