import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseBackupKey } from "../../../main.js";
import type { Context } from "../../context.js";
import { UsageError } from "../../errors.js";

/** @param from A file, or `-` for standard input. @throws {UsageError | KeyringError} */
export async function readKey({ cwd, typed }: Context, from: string): Promise<ReturnType<typeof parseBackupKey>> {
  if (from === "-") return parseBackupKey(await typed.rest());
  const text = await readFile(resolve(cwd, from), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "EISDIR") throw new UsageError(`There is no file ${from}`);
    throw error;
  });
  return parseBackupKey(text);
}
