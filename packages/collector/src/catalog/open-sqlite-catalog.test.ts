import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Catalog } from "../ports/catalog.js";
import { catalogContract } from "../ports/catalog.contract.js";
import { openSqliteCatalog } from "./index.js";

catalogContract("SQLite", async () => {
  const directory = mkdtempSync(join(tmpdir(), "wayseal-catalog-"));
  let catalog: Catalog | undefined;
  return {
    async reopen() {
      const create = catalog === undefined;
      await catalog?.close();
      return (catalog = await openSqliteCatalog({
        path: join(directory, "catalog.db"),
        key: Buffer.alloc(32, 7),
        create,
      }));
    },
    async remove() {
      await catalog?.close();
      rmSync(directory, { recursive: true });
    },
  };
});
