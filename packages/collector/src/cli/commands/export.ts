import { relative, resolve } from "node:path";
import type { Level } from "@wayseal/protocol";
import type { Command } from "commander";
import type { Archive } from "../../export/archive.js";
import { fileArchive } from "../../export/file-archive.js";
import { folderArchive } from "../../export/folder-archive.js";
import { writeExport } from "../../export/write-export.js";
import type { ExportManifest } from "../../export/format.js";
import { type Ask, askingData } from "../asking-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";

interface Options {
  readonly site?: string;
  readonly subject: string;
  readonly clearance: Level;
  readonly out?: string;
}

const PROGRESS_MS = 1_000;

export function addExport(program: Command, context: Context): void {
  const { output, cwd } = context;
  withData(program.command("export"))
    .description("write what is held about a person to an archive, for them or for another service")
    .requiredOption("--subject <id>", "the subject, 32 hex digits, as the console shows it")
    .option("--site <id>", "its site; not needed where there is one only")
    .option(
      "--clearance <level>",
      "read it as somebody of this clearance: what is above is masked, then left out",
      "restricted",
    )
    .option("--out <path>", "where to write it: a name that ends in .zip, or a folder (default: a zip file here)")
    .addHelpText(
      "after",
      `
The archive holds events.jsonl and profile.json for programs, index.html for people, and manifest.json with the hash of
each. It is in the clear: hand it over safely, then delete it. docs/export.md describes it.

Example:
  wayseal export --subject 9f8e7d6c5b4a39281706f5e4d3c2b1a0 --out ann.zip`,
    )
    .action(async (options: Options) => {
      const settings = settingsOf(context, options);
      const { subject, clearance } = options;
      const path = resolve(cwd, options.out ?? `wayseal-export-${subject.slice(0, 8).toLowerCase()}.zip`);
      const below = relative(resolve(cwd, settings.data), path);
      if (!below.startsWith("..") && below !== path) {
        throw new UsageError("An archive is in the clear: write it outside the data directory");
      }
      const args = { subject, clearance, ...(options.site !== undefined && { site: options.site }) };
      output.progress("Looking for what is held");
      const manifest = await askingData(settings, (ask) => write(context, ask, args, path), { reading: true });
      output.answer({ path, manifest }, linesOf(manifest, path));
    });
}

async function write(
  { output }: Context,
  ask: Ask,
  args: { readonly subject: string; readonly clearance: Level; readonly site?: string },
  path: string,
): Promise<ExportManifest> {
  // Nothing is written for a subject that is unknown or erased.
  const begun = await ask("exports.begin", args);
  const of = { id: begun.id, site: begun.site.id, subject: begun.subject, clearance: begun.clearance };
  const archive: Archive = path.endsWith(".zip")
    ? await fileArchive(path, new Date(begun.made))
    : await folderArchive(path);
  let told = Date.now();
  return writeExport({
    source: {
      begin: () => Promise.resolve(begun),
      page: (cursor) => ask("exports.page", { ...of, cursor }),
      async end(events) {
        await ask("exports.end", { ...of, events });
      },
    },
    archive,
    onProgress(events, total) {
      if (Date.now() - told < PROGRESS_MS) return;
      told = Date.now();
      output.progress(`Wrote ${events} of ${Math.max(events, total)} events`);
    },
  });
}

function linesOf({ counts, clearance, site, subject, complete }: ExportManifest, path: string): string[] {
  const { shown, masked, withheld, unreadable } = counts.fields;
  return [
    `Exported ${counts.events} events of ${subject}, site ${site.id}: ${path}`,
    `Read with clearance ${clearance}: ${shown} fields in full, ${masked} masked, ${withheld} withheld, ${unreadable} unreadable`,
    ...(counts.waiting > 0 ? [`${counts.waiting} events had not reached the event store yet: export again later`] : []),
    ...(complete ? [] : ["It is not complete: manifest.json counts what is missing"]),
    "It is in the clear: hand it over safely, then delete it",
  ];
}
