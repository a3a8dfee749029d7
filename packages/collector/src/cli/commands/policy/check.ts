import type { Command } from "commander";
import { compilePolicy } from "../../../policy/compile-policy.js";
import { readPolicy } from "../../../policy/file/read-policy.js";
import { readPacks } from "../../../policy/packs/read-packs.js";
import type { Context } from "../../context.js";
import { POLICY_FILE, readPolicyFile } from "./read-file.js";

export function addCheck(policy: Command, context: Context): void {
  policy
    .command("check [file]")
    .description(`check a policy file (${POLICY_FILE}), without a collector and without applying it`)
    .option("--json", "print JSON, for programs")
    .addHelpText("after", "\nIt ends with 1 and one line that names line and column on the first fault.")
    .action(async (file: string = POLICY_FILE) => {
      const { source, where } = await readPolicyFile(context, file);
      const packs = readPacks();
      const { classes, file: read } = compilePolicy(source, readPolicy(source, where, packs), packs, 1);
      const own = [...classes.values()].filter(({ by }) => by === "file").map(({ name }) => name);
      const lists = (["capture", "storage", "viewing"] as const).flatMap((list) =>
        (["allow", "deny"] as const).flatMap((side) => {
          const count = read[list]?.[side]?.length ?? 0;
          return count === 0 ? [] : [`${list}.${side}: ${count}`];
        }),
      );
      context.output.answer({ file: where, classes: classes.size, own, packs: packs.map(({ id }) => id), lists }, [
        `${where} can be applied`,
        `${classes.size} classes${own.length === 0 ? "" : `, of which it sets ${own.join(", ")}`}; ${packs.length} packs`,
        ...(lists.length === 0 ? [] : [lists.join(", ")]),
      ]);
    });
}
