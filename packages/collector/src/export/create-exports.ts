import { once } from "node:events";
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
  /** Null if there is no such archive. @throws {ExportError} `erased` */
  open(viewer: Viewer, id: string): Promise<OpenArchive | null>;
  /** That subject was erased: ends all exports of it, made or being made, and whatever fetches one. Never throws. */
  erased(site: string, subject: Buffer): Promise<void>;
  /** Forgets all keys and removes what is sealed by them. */
  close(): Promise<void>;
}

export interface OpenArchive {
  /** In the clear, as it is read. */
  readonly content: AsyncIterable<Uint8Array>;
  /** Aborted once there is no such archive any more: what waits to be sent must not be. */
  readonly ended: AbortSignal;
}

interface Job {
  readonly viewer: Viewer;
  readonly key: SecretKey;
  readonly path: string;
  readonly tally: ReadTally;
  /** Aborted, with an `ExportError`, once it is over. */
  readonly over: AbortController;
  /** Resolves once nothing more is written to its file. */
  written: Promise<unknown>;
  timer: NodeJS.Timeout | undefined;
  answer: ExportAnswer;
}

const HOUR_MS = 3_600_000;
/** Made at once, and kept at once, by one process. */
const MOST_RUNNING = 2;
const MOST_KEPT = 100;

const ERASED = "That subject was erased since: the archive is gone too";

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

  /** Ends it wherever it is: no key first, then nobody who makes or fetches it, and no file. Only the first reason counts. */
  async function end(job: Job, why: ExportError): Promise<void> {
    job.key.drop();
    if (!job.over.signal.aborted) {
      job.answer = { ...job.answer, state: "failed", complete: null, bytes: null, expires: null, reason: why.message };
      job.over.abort(why);
    }
    await job.written;
    // Without its key it is noise.
    await rm(job.path, { force: true }).catch((error: unknown) => log.warn({ error }, "a sealed export stays"));
  }

  async function drop(id: string): Promise<void> {
    const job = jobs.get(id);
    if (job === undefined) return;
    jobs.delete(id);
    clearTimeout(job.timer);
    await end(job, new ExportError("interrupted", "It is kept no longer"));
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
      const over = new AbortController();
      const job: Job = {
        ...{ viewer, key, path: join(await place(), `${id}.sealed`), over, tally: readTally() },
        ...{ written: Promise.resolve(), timer: undefined, answer: empty() },
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
        // It may have been ended since: there must be no file after that.
        over.signal.throwIfAborted();
      } catch (error) {
        await drop(id);
        throw error;
      }
      update({ total: begun.summary?.events ?? 0 });
      const zip = new PassThrough();
      const file = createWriteStream(job.path, { mode: 0o600, flags: "wx" });
      job.written = once(file, "close").catch(() => undefined);
      const sealed = pipeline(Readable.from(sealChunks(key, id, zip)), file);
      sealed.catch((error: unknown) => zip.destroy(error as Error));
      over.signal.addEventListener("abort", () => {
        zip.destroy(over.signal.reason as ExportError);
        file.destroy();
      });
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
        over.signal.throwIfAborted();
        update({
          ...{ state: "ready", events: manifest.counts.events, complete: manifest.complete },
          ...{ bytes: size, expires: now() + keep },
        });
        const { events } = manifest.counts;
        log.info({ audit: "export", id, site, by, clearance, events }, "a person's data was exported");
      })()
        .catch(async (error: unknown) => {
          const told = over.signal.aborted ? (over.signal.reason as ExportError) : error;
          if (!(told instanceof ExportError)) log.error({ error, export: id }, "an export failed");
          const why = new ExportError("unavailable", "It could not be made: try again");
          await end(job, told instanceof ExportError ? told : why);
        })
        .finally(() => (job.timer = setTimeout(() => void drop(id), keep).unref()));
      return job.answer;
    },

    read: (viewer, id) => mine(viewer, id)?.answer ?? null,

    holds: (viewer, id) => mine(viewer, id)?.tally.sum() ?? null,

    async open(viewer, id) {
      const job = mine(viewer, id);
      if (job === null) return null;
      const { site, subject } = job.answer;
      const ended = job.over.signal;
      // However it came to that: what erases may be another process than this.
      if ((await catalog.subjectFacts(site, Buffer.from(subject, "hex"))).erased !== null) {
        await end(job, new ExportError("erased", ERASED));
      }
      if ((ended.reason as ExportError | undefined)?.fault === "erased") throw ended.reason;
      if (job.answer.state !== "ready") return null;
      log.info(
        { audit: "export-fetched", id, site, by: { kind: viewer.kind, id: viewer.id } },
        "an export was fetched",
      );
      return { content: contentOf(job, id, () => requireStill(job)), ended };
    },

    async erased(site, subject) {
      const hex = subject.toString("hex");
      const theirs = [...jobs.values()].filter(({ answer }) => answer.site === site && answer.subject === hex);
      // One after the other would leave the last one's key for as long as the others' files take.
      await Promise.all(theirs.map((job) => end(job, new ExportError("erased", ERASED))));
    },

    async close() {
      await Promise.all([...jobs.keys()].map(drop));
      // One that is being made may add its file meanwhile.
      if (folder !== null) await rm(await folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Asks before each chunk, of 64 KiB, who fetches by now. Opens no file before it is read. */
async function* contentOf(
  { key, path, over: { signal } }: Job,
  id: string,
  look: () => Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    signal.throwIfAborted();
    for await (const chunk of openChunks(key, id, createReadStream(path))) {
      await look();
      signal.throwIfAborted();
      yield chunk;
    }
  } catch (error) {
    // That the key was gone is how it ended, not why.
    throw signal.aborted ? signal.reason : error;
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
