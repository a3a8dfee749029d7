import type { SealedLevel } from "@wayseal/protocol";
import type { Command } from "commander";
import { separate } from "../../../main.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { rootLines, WRITE_IT_DOWN } from "../init.js";
import { sealedLevel } from "./sealed-level.js";

export function addKeysSeparate(keys: Command, context: Context): void {
  const { output } = context;
  withData(keys.command("separate").argument("<level>", "internal, confidential or restricted", sealedLevel))
    .description("give a level a root key of its own, where WAYSEAL_KEYRING_<LEVEL> says")
    .addHelpText(
      "after",
      `
Stop the collector first. Afterwards a process without that root key takes everything in and cannot read the level:
see wayseal serve --max-level. What was cut off can be run again.

Example:
  WAYSEAL_KEYRING_RESTRICTED=file:/media/vault/restricted.key wayseal keys separate restricted`,
    )
    .action(async (level: SealedLevel, options: object) => {
      output.progress("Sealing keys anew");
      const done = await separate(settingsOf(context, options), level);
      output.answer({ level, ...done }, [
        `${level} has a root key of its own. ${done.keks} keys were sealed anew.`,
        ...rootLines({ of: ` of ${level}`, ...done }),
        ...(done.recoveryCopy === null ? [] : WRITE_IT_DOWN),
      ]);
    });
}
