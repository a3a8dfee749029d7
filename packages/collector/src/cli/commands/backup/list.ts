import { resolve } from "node:path";
import type { Command } from "commander";
import { listBackups } from "../../../backup/index.js";
import type { Context } from "../../context.js";
import { table } from "../../output.js";
import { size } from "./size.js";

export function addList(backup: Command, context: Context): void {
  const { output, cwd } = context;
  backup
    .command("list <dir>")
    .description("list the backups in a folder; needs neither a key nor a data directory")
    .option("--json", "print JSON, for programs")
    .action(async (dir: string) => {
      const backups = (await listBackups(resolve(cwd, dir))).map(({ name, digest, manifest }) => {
        const { kind, number, created, since, keys, files, segments, install } = manifest;
        const own = [...files, ...segments].filter(({ path }) => path.startsWith(`${name}/`));
        const needs = [...new Set(segments.map(({ path }) => path.split("/")[0]!))].filter((other) => other !== name);
        return {
          ...{ name, kind, number, created, since, install, keys, digest, needs },
          bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
          rows: segments.reduce((sum, { rows }) => sum + rows, 0),
        };
      });
      output.answer(
        { backups },
        backups.length === 0
          ? ["There is no backup here"]
          : table(
              ["BACKUP", "MADE", "SIZE", "EVENTS", "KEYS", "STANDS ON"],
              backups.map(({ name, created, bytes, rows, kind, keys, needs }) => [
                name,
                created.slice(0, 16).replace("T", " "),
                size(bytes),
                kind === "data" ? rows.toLocaleString("en") : "",
                keys.join(" "),
                needs.join(" "),
              ]),
            ),
      );
    });
}
