import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { superviseEngine } from "../engine/index.js";
import { eventStoreContract } from "./event-store.contract.js";
import { openClickHouseStore } from "./open-clickhouse-store.js";

/**
 * By an address, as a server is reached. What answers is the embedded engine, whose socket is led to a port: a ClickHouse
 * server's own HTTP interface was not tried (docs/storage.md).
 */
eventStoreContract("CLICKHOUSE_URL", async () => {
  const dir = mkdtempSync(join(tmpdir(), "ws-store-"));
  const engine = await superviseEngine({
    dir: join(dir, "store"),
    key: Buffer.alloc(32, 7),
    memory: { total: 1 << 30, statement: 256 << 20 },
  });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const inner = connect(engine.socketPath);
    for (const [one, other] of [
      [socket, inner],
      [inner, socket],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy()).on("close", () => (open.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = await openClickHouseStore({ url, questionSeconds: 3 });
  return {
    store,
    close: async () => {
      await store.close();
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await engine.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
});
