import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../../context.js";

/** The file that a policy is in where no other is named. */
export const POLICY_FILE = "wayseal.policy.yaml";

/** Reads a policy file as text. `where` is what errors name it by: as it was given. */
export async function readPolicyFile(
  { cwd }: Context,
  file: string,
): Promise<{ readonly source: string; readonly where: string }> {
  return { source: await readFile(resolve(cwd, file), "utf8"), where: file };
}
