import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventStoreContract } from "./event-store.contract.js";
import { openChdbStore } from "./open-chdb-store.js";

eventStoreContract("chDB", async () => {
  const dir = mkdtempSync(join(tmpdir(), "ws-store-"));
  const store = await openChdbStore({
    dir: join(dir, "store"),
    key: Buffer.alloc(32, 7),
    questionSeconds: 3,
    memory: { total: 1 << 30, statement: 256 << 20 },
  });
  return {
    store,
    close: async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
});
