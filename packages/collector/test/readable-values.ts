import { aViewer } from "./a-viewer.js";
import { createFieldReader } from "../src/keys/index.js";
import { openData } from "../src/main.js";
import type { StoredEvent } from "../src/pipeline/states.js";
import { readSettings } from "../src/settings/read-settings.js";
import type { Wayseal } from "./run-wayseal.js";

/**
 * Reads the values of fields that wait in the spool of a data directory, which no collector has open.
 *
 * @returns How many can be read, and how many there are.
 */
export async function readableValues({ env, folder }: Pick<Wayseal, "env" | "folder">): Promise<[number, number]> {
  const { catalog, keyring } = await openData(readSettings({ env: { ...env }, cwd: folder }));
  try {
    const rows: StoredEvent[] = [];
    for (let block = await catalog.next(1000); block !== null; block = await catalog.next(1000)) {
      await catalog.drained(block.id, Date.now());
    }
    for (const { id } of await catalog.unsettled()) rows.push(...(await catalog.read(id)).rows);
    const viewer = aViewer();
    const fields = (await createFieldReader({ keys: catalog, keyring }).read(viewer, rows)).flat();
    const sealed = fields.filter(({ path }) => path === "value");
    return [sealed.filter(({ state }) => state === "shown").length, sealed.length];
  } finally {
    await catalog.close();
    await keyring.close();
  }
}
