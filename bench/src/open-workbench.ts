import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteCatalog } from "../../packages/collector/dist/catalog/index.js";
import { createFileKeyring } from "../../packages/collector/dist/keyring/index.js";
import { makeSiteKeys } from "../../packages/collector/dist/keys/index.js";
import { createPipeline, type Pipeline } from "../../packages/collector/dist/pipeline/index.js";
import type { Catalog } from "../../packages/collector/dist/ports/catalog.js";
import type { Keyring } from "../../packages/collector/dist/ports/keyring.js";

/** A real pipeline over a real catalog on this machine's disk, for one site, `shop`. */
export interface Workbench {
  readonly folder: string;
  readonly pipeline: Pipeline;
  readonly catalog: Catalog;
  readonly keyring: Keyring;
  /** The site's recipient key, raw, and its 8-byte id. */
  readonly publicKey: Buffer;
  readonly keyId: Buffer;
  readonly close: () => Promise<void>;
}

export async function openWorkbench(): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), "ws-bench-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const keyring = await createFileKeyring(join(folder, "root.key"), { dataDir });
  const catalog = await openSqliteCatalog({ path: join(dataDir, "catalog"), key: randomBytes(32), create: true });
  const { recipient, signing } = await makeSiteKeys(keyring, { site: "shop" });
  await catalog.addSite({ id: "shop", name: "Shop", origins: ["*"], created: Date.now() }, recipient, signing);
  return {
    folder,
    catalog,
    keyring,
    pipeline: createPipeline({ catalog, keyring }),
    publicKey: recipient.publicKey,
    keyId: Buffer.from(recipient.kid, "base64url"),
    close: async () => {
      await catalog.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
