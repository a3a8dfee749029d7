import type { SealedLevel } from "@wayseal/protocol";
import { type Command, InvalidArgumentError } from "commander";
import { askingData } from "../../asking-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { counted, table } from "../../output.js";
import { sealedLevel } from "./sealed-level.js";

interface Options {
  readonly site?: string;
  readonly level?: SealedLevel;
  readonly kek?: string;
  readonly olderThan?: number;
  readonly all?: true;
  readonly dryRun?: true;
}

/** Between two lines of progress, milliseconds. */
const EVERY = 1000;

export function addKeysRefresh(keys: Command, context: Context): void {
  const { output } = context;
  withData(keys.command("refresh"))
    .description("replace KEKs under which DEKs were destroyed, so that old copies of those open with nothing")
    .option("--site <id>", "of one site")
    .option("--level <level>", "of one level", sealedLevel)
    .option("--kek <id>", "this one, whether or not DEKs under it were destroyed")
    .option("--older-than <days>", "only KEKs that were made longer ago", days)
    .option("--all", "KEKs under which no DEK was destroyed too")
    .option("--dry-run", "only say which")
    .addHelpText(
      "after",
      `
Each KEK gets a successor, its DEKs are sealed to that in batches, and it is overwritten. DEKs keep their bytes: no event is
written anew. It runs beside a collector that takes events in, and what was cut off goes on when it is run again. Old key
backups hold the old KEKs: make a new one, and destroy those.

Examples:
  wayseal keys refresh                  after erasures
  wayseal keys refresh --kek mFz0aVZ1S3q0dXQ2b1pKcA`,
    )
    .action(async ({ dryRun, olderThan, all, site, level, kek, ...options }: Options) => {
      const wanted = {
        ...{
          ...(site !== undefined && { site }),
          ...(level !== undefined && { level }),
          ...(kek !== undefined && { kek }),
        },
        ...{ ...(olderThan !== undefined && { olderThanDays: olderThan }), ...(all !== undefined && { all }) },
      };
      await askingData(settingsOf(context, options), async (ask) => {
        const { keks } = await ask("keys.refresh-plan", wanted);
        const total = keks.reduce((sum, { deks }) => sum + deks, 0);
        if (dryRun !== undefined) {
          return output.answer({ keks }, [
            ...rows(keks),
            `${counted(keks.length, "KEK")} would be replaced, ${counted(total, "DEK")} sealed anew.`,
          ]);
        }
        let moved = 0;
        let told = 0;
        for (const [n, { id, site, level, month }] of keks.entries()) {
          for (;;) {
            if (Date.now() - told >= EVERY) {
              output.progress(
                `KEK ${n + 1} of ${keks.length} (${site}, ${level}, ${month}): ${moved} of ${total} DEKs sealed anew`,
              );
              told = Date.now();
            }
            const step = await ask("keys.refresh-step", { kek: id });
            moved += step.moved;
            if (step.done) break;
          }
        }
        output.answer({ keks, moved }, [
          ...rows(keks),
          keks.length === 0
            ? "No KEK needs it."
            : `${counted(keks.length, "KEK")} replaced and destroyed, ${counted(moved, "DEK")} sealed anew.`,
        ]);
      });
    });
}

function rows(
  keks: readonly { readonly id: string; site: string; level: string; month: string; deks: number; destroyed: number }[],
): string[] {
  if (keks.length === 0) return [];
  return table(
    ["KEK", "SITE", "LEVEL", "MONTH", "DEKS", "DESTROYED"],
    keks.map(({ id, site, level, month, deks, destroyed }) => [
      id,
      site,
      level,
      month,
      String(deks),
      String(destroyed),
    ]),
  );
}

function days(text: string): number {
  const number = /^(\d{1,5})d?$/.exec(text)?.[1];
  if (number === undefined) throw new InvalidArgumentError("It must be a number of days, such as 30d.");
  return Number(number);
}
