import type { SealedLevel } from "@wayseal/protocol";
import type { Command } from "commander";
import { separate } from "../../../main.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { counted } from "../../output.js";
import { rootLines, WRITE_IT_DOWN } from "../init.js";
import { keysProgress } from "./keys-progress.js";
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
      const done = await separate(settingsOf(context, options), level, {
        // Before what could be cut off, and with it the only copy.
        onNew(made) {
          if (output.json) return;
          output.answer(made, [
            ...rootLines({ of: ` of ${level}`, ...made }),
            ...(made.recoveryCopy === null ? [] : WRITE_IT_DOWN),
          ]);
        },
        onProgress: keysProgress(output, "sealed anew"),
      });
      output.answer({ level, ...done }, [
        `${level} has a root key of its own. ${counted(done.keks, "key")} ${done.keks === 1 ? "was" : "were"} sealed anew.`,
      ]);
    });
}
