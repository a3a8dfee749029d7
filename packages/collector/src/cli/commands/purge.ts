import type { Command } from "commander";
import type { PurgeAnswer } from "../../api.js";
import { askingData } from "../asking-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { table } from "../output.js";

export function addPurge(program: Command, context: Context): void {
  const { output } = context;
  withData(program.command("purge"))
    .description("destroy what has outlived its retention: keys, what leads to them, and rows")
    .option("--dry-run", "say what would go, and change nothing")
    .option("--site <id>", "of one site alone")
    .addHelpText(
      "after",
      `
Each level is kept for WAYSEAL_RETAIN_<LEVEL> days after the end of the month in which it was received. A running collector
purges once a day by itself. Subjects under legal hold stay readable; their rows stay.

Examples:
  wayseal purge --dry-run
  WAYSEAL_RETAIN_RESTRICTED=30 wayseal purge --site shop      a running collector goes by its own settings`,
    )
    .action(async (options: { dryRun?: true; site?: string }) => {
      const { dryRun, site } = options;
      const args = { ...(dryRun === true && { dryRun }), ...(site !== undefined && { site }) };
      output.progress(dryRun === true ? "Looking for what has expired" : "Destroying what has expired");
      const done = await askingData(settingsOf(context, options), (ask) => ask("retention.purge", args), {
        reading: true,
      });
      output.answer(done, linesOf(done));
    });
}

function linesOf({
  dryRun,
  keks,
  kept,
  deks,
  resealed,
  mappings,
  indexes,
  rows,
  quarantined = 0,
}: PurgeAnswer): string[] {
  const none = keks.length + kept.length + deks + indexes + quarantined === 0 && (rows ?? []).length === 0;
  if (none) return ["Nothing has outlived its retention", ...waitingRows(rows)];
  return [
    dryRun ? "Would go:" : "Destroyed:",
    `${keks.length} keys of months, ${deks} keys of subjects, ${mappings} mappings, ${indexes} blind indexes`,
    ...(resealed === 0
      ? []
      : [`${resealed} keys of held subjects ${dryRun ? "would be" : "were"} sealed to a hold key`]),
    ...(quarantined === 0 ? [] : [`${quarantined} refused records had waited in quarantine for seven days`]),
    ...(keks.length === 0
      ? []
      : [
          "",
          ...table(
            ["SITE", "LEVEL", "MONTH", "SUBJECTS' KEYS"],
            keks.map(({ site, level, month, deks }) => [site, level, month, String(deks)]),
          ),
        ]),
    ...(kept.length === 0
      ? []
      : [
          "",
          "Kept, since this process cannot open what is held under them:",
          ...table(
            ["SITE", "LEVEL", "MONTH", "HELD"],
            kept.map(({ site, level, month, held }) => [site, level, month, String(held)]),
          ),
        ]),
    ...(rows === null || rows.length === 0
      ? waitingRows(rows)
      : [
          "",
          ...table(
            ["SITE", "MONTH", "ROWS"],
            rows.map(({ site, month, rows }) => [site, month, String(rows)]),
          ),
        ]),
  ];
}

function waitingRows(rows: PurgeAnswer["rows"]): string[] {
  return rows === null ? ["The event store does not answer: rows wait for the next purge"] : [];
}
