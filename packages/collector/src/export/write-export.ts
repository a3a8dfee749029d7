import { contentHash } from "../keys/content-hash.js";
import { VERSION } from "../settings/version.js";
import type { Archive } from "./archive.js";
import { collectFacts } from "./collect-facts.js";
import type { ExportSource } from "./export-source.js";
import { EXPORT_FORMAT, EXPORT_VERSION, type ExportFile, type ExportManifest } from "./format.js";
import { createPages } from "./page/create-pages.js";

export interface WriteExportOptions {
  readonly source: ExportSource;
  readonly archive: Archive;
  /** Told as events are written. `total` is what there was at the start; it may be passed where more arrive. */
  readonly onProgress?: (events: number, total: number) => void;
}

const ABOUT = {
  "events.jsonl": ["application/jsonl", "Every event, oldest first, one JSON object a line"],
  "profile.json": ["application/json", "What the events sum up to: identities, consent, first and last seen"],
} as const;

/**
 * Writes a person's archive (docs/export.md): a page of events is in memory at a time, and the pages for people, which
 * must begin with what the events sum up to, wait compressed. On an error nothing of the archive is left.
 *
 * @throws {ExportError} And what the source and the archive throw.
 */
export async function writeExport({ source, archive, onProgress }: WriteExportOptions): Promise<ExportManifest> {
  const files: ExportFile[] = [];
  async function put(name: string, type: string, about: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const hash = contentHash();
    await archive.add(name, tallied(content, hash.add));
    files.push({ name, type, about, ...hash.end() });
  }

  try {
    const begun = await source.begin();
    const facts = collectFacts(begun);
    const pages = createPages();
    const total = begun.summary?.events ?? 0;

    async function* lines(): AsyncGenerator<Uint8Array> {
      for (let cursor: string | null = null; ;) {
        const { events, next } = await source.page(cursor);
        let text = "";
        for (const event of events) {
          facts.add(event);
          text += `${JSON.stringify(event)}\n`;
        }
        await pages.add(events);
        if (text !== "") yield Buffer.from(text);
        onProgress?.(facts.events, total);
        if (next === null) return;
        cursor = next;
      }
    }
    await put("events.jsonl", ...ABOUT["events.jsonl"], lines());
    const profile = facts.profile();
    await put("profile.json", ...ABOUT["profile.json"], one(JSON.stringify(profile, null, 2)));
    const { id, made, by, site, subject, clearance } = begun;
    const head = {
      ...({ format: EXPORT_FORMAT, version: EXPORT_VERSION, software: `wayseal ${VERSION}` } as const),
      ...{ id, made: new Date(made).toISOString(), by, site, subject, clearance },
      ...facts.summary(),
    };
    for (const { name, about, content } of await pages.end(head, profile)) await put(name, "text/html", about, content);
    // The last look: what was erased while it was read must not leave.
    await source.end(facts.events);
    const manifest: ExportManifest = { ...head, files };
    await archive.add("manifest.json", one(JSON.stringify(manifest, null, 2)));
    await archive.end();
    return manifest;
  } catch (error) {
    await archive.abort();
    throw error;
  }
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${text}\n`);
}

async function* tallied(
  content: AsyncIterable<Uint8Array>,
  add: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    add(chunk);
    yield chunk;
  }
}
