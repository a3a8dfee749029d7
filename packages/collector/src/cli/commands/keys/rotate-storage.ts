import type { SealedLevel } from "@wayseal/protocol";
import type { Command } from "commander";
import { neededByBackup } from "../../../data-directory/backup-under-old-root.js";
import { destroyRoot, openData, rotateRoot } from "../../../main.js";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf } from "../../context.js";
import { UsageError } from "../../errors.js";
import { table } from "../../output.js";
import { rootLines } from "../init.js";
import { keysProgress } from "./keys-progress.js";
import { sealedLevel } from "./sealed-level.js";

/** What `keys rotate` takes for keys at rest. */
export interface StorageOptions {
  readonly site?: string;
  readonly kek?: true;
  readonly root?: true;
  readonly level?: SealedLevel;
  readonly to?: string;
  readonly confirm?: string;
}

export function withStorageOptions(command: Command): Command {
  return command
    .option("--kek", "not recipient keys: make new KEKs, under which new events are written from then on")
    .option("--root", "not recipient keys: put another root key in the place of one, with the collector stopped")
    .option("--level <level>", "with --kek: of one level; with --root: the level's own root key", sealedLevel)
    .option("--to <keyring>", "with --root: where the new one is kept, written as WAYSEAL_KEYRING is")
    .option("--confirm <key>", "with --root: destroy the old root key of this id, where nobody can be asked to type it")
    .addHelpText(
      "after",
      `
--kek: KEKs turn over each month by themselves; this makes others within the month. Old events are read as before.
--root: every key that the old root key wraps is wrapped by the new one. What was cut off goes on when it is run again. The
new key's recovery copy is printed; the old key is destroyed once its id was typed, or later by wayseal keys destroy, after a new
backup where there is one.

Examples:
  wayseal keys rotate --kek --site shop
  wayseal keys rotate --root
  wayseal keys rotate --root --level restricted --to env:/run/secrets/restricted-root-key`,
    );
}

const NEW_COPY = [
  "Write it down now and keep it apart from this machine. The same command shows it again until the old root key is destroyed.",
  "`wayseal doctor --recovery-copy -` checks what you wrote.",
];

/** @returns Whether keys at rest were meant, and turned over. */
export async function rotateStorage(context: Context, options: StorageOptions): Promise<boolean> {
  const { kek, root, to, confirm, level } = options;
  if (kek !== undefined && root !== undefined) throw new UsageError("Say either --kek or --root");
  if (root === undefined && (to !== undefined || confirm !== undefined)) {
    throw new UsageError("--to and --confirm go with --root");
  }
  if (kek !== undefined) await rotateKeks(context, options);
  else if (root !== undefined) await rotateRoots(context, options);
  else if (level !== undefined) throw new UsageError("--level goes with --kek or --root");
  else return false;
  return true;
}

async function rotateKeks(context: Context, options: StorageOptions): Promise<void> {
  const { site, level } = options;
  const args = { ...(site !== undefined && { site }), ...(level !== undefined && { level }) };
  const rotated = await askData(settingsOf(context, options), "keys.rotate-kek", args);
  context.output.answer(rotated, [
    ...table(
      ["KEK", "SITE", "LEVEL", "MONTH", "GENERATION"],
      rotated.keks.map(({ id, site, level, month, generation }) => [id, site, level, month, String(generation)]),
    ),
    "New events are written under these.",
  ]);
}

async function rotateRoots(context: Context, options: StorageOptions): Promise<void> {
  const { output, typed } = context;
  const { level, to, confirm, site } = options;
  if (site !== undefined) throw new UsageError("A root key is of no site: leave --site out");
  const settings = settingsOf(context, options);
  const rotated = await rotateRoot(
    settings,
    {
      ...{ name: level ?? "base", to },
      onNew(made) {
        if (output.json) return;
        const lines = rootLines({ of: level === undefined ? "" : ` of ${level}`, ...made });
        output.answer(made, [`New root key ${made.id}`, ...lines, ...(made.recoveryCopy === null ? [] : NEW_COPY)]);
      },
      onProgress: keysProgress(output, "wrapped anew"),
    },
    openData,
  );
  const { old, set } = rotated;
  if (!output.json) {
    output.answer(null, [
      `${rotated.rewrapped} keys were wrapped anew. The old root key ${old.id} opens nothing here any more.`,
    ]);
  }
  if (set !== null) {
    return output.answer({ ...rotated, destroyed: false }, [
      `The old one is kept: ${old.rootKey}`,
      `Now set ${set.name}=${set.value}, make a new backup (wayseal backup), and then run wayseal keys destroy ${old.id}`,
    ]);
  }
  const kept = () =>
    output.answer({ ...rotated, destroyed: false }, [
      `The new one is in ${rotated.rootKey}, and the old one is kept: ${old.rootKey}. Prove the new copy, make a new backup (wayseal backup), then run wayseal keys destroy ${old.id}`,
    ]);
  if (rotated.backup !== null && (confirm === undefined || confirm === old.id)) {
    kept();
    if (confirm === undefined) return;
    // After the answer, which has the new key's copy.
    throw neededByBackup(old.id, rotated.backup);
  }
  const said =
    confirm ??
    (typed.terminal && !output.json
      ? (await typed.line(`Destroy the old root key now? Type ${old.id}, or nothing to keep it: `)).trim()
      : "");
  if (said === "") return kept();
  if (said !== old.id) throw new UsageError(`The old root key was kept: that is not its id, ${old.id}`);
  const gone = await destroyRoot(settings, { id: old.id, force: false }, openData);
  output.answer({ ...rotated, destroyed: gone?.destroyed ?? false }, rootGone(old, gone?.destroyed === true));
}

/** What is said of a root key that is needed no more. */
export function rootGone(
  { id, rootKey }: { readonly id: string; readonly rootKey: string },
  destroyed: boolean,
): string[] {
  return destroyed
    ? [`Root key ${id} is destroyed: ${rootKey}. Destroy its copies and shares too.`]
    : [`Root key ${id} is not ours to destroy: destroy it where it is kept (${rootKey}). Nothing here needs it.`];
}
