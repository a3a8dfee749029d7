import { createAuditTrail } from "../src/audit/create-audit-trail.js";
import { serveAdmin } from "../src/admin/serve-admin.js";
import { SILENT } from "../src/log/log.js";
import { openData } from "../src/main.js";
import type { Catalog } from "../src/ports/catalog.js";
import { readSettings } from "../src/settings/read-settings.js";
import type { Wayseal } from "./run-wayseal.js";

/** Runs with the data directory held by something that answers on its socket, as a collector does. */
export async function overSocket(
  { env, folder }: Pick<Wayseal, "env" | "folder">,
  work: () => Promise<void>,
  {
    through = (catalog) => catalog,
    signOfLife,
  }: {
    /** What it works on in the catalog's place. */
    readonly through?: (catalog: Catalog) => Catalog;
    /** Milliseconds between signs of life of a long operation. */
    readonly signOfLife?: number;
  } = {},
): Promise<void> {
  const { catalog, keyring, dataDir } = await openData(readSettings({ env: { ...env }, cwd: folder }));
  const scripts = { current: async () => null };
  const parts = {
    ...{ catalog: through(catalog), keyring, scripts, audit: createAuditTrail({ catalog }) },
    ...{ address: () => "http://127.0.0.1", now: Date.now },
  };
  const admin = await serveAdmin(dataDir.dir, parts, SILENT, signOfLife);
  try {
    await work();
  } finally {
    await admin.close();
    await catalog.close();
    await keyring.close();
  }
}
