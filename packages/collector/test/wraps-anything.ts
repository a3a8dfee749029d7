import { openData } from "../src/main.js";
import { readSettings } from "../src/settings/read-settings.js";
import type { Wayseal } from "./run-wayseal.js";

/** Whether anything in the tables of a data directory's catalog is wrapped by a root key of this id. */
export async function wrapsAnything(id: string, { env, folder }: Pick<Wayseal, "env" | "folder">): Promise<boolean> {
  const { catalog, keyring } = await openData(readSettings({ env: { ...env }, cwd: folder }));
  try {
    const bytes = Buffer.from(id, "base64url");
    let found = (await keyring.describe()).id === id;
    for await (const { rows } of catalog.copyTables("keys")) {
      for (const cell of rows.flat()) {
        if (cell !== null && typeof cell === "object") found ||= Buffer.from(cell.b, "base64").includes(bytes);
      }
    }
    return found;
  } finally {
    await catalog.close();
    await keyring.close();
  }
}
