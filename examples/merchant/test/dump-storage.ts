import type { Page } from "@playwright/test";

/** Everything that the page's origin has stored in the browser, bytes as hex and as text. */
export async function dumpStorage(page: Page): Promise<{ records: number; bytes: Buffer }> {
  const dump = await page.evaluate(async () => {
    const hex = (view: Uint8Array) => Array.from(view, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    const hexes: string[] = [];
    let records = 0;
    const walk = (value: unknown): unknown => {
      if (value instanceof ArrayBuffer) value = new Uint8Array(value);
      if (ArrayBuffer.isView(value)) {
        hexes.push(hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
        return null;
      }
      if (typeof value === "object" && value !== null) return Object.values(value).map(walk);
      return value;
    };
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open(name ?? "");
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(new Error("cannot open"));
      });
      for (const store of db.objectStoreNames) {
        const all = await new Promise<unknown[]>((resolve) => {
          const request = db.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result as unknown[]);
        });
        records += all.length;
        for (const item of all) {
          texts.push(JSON.stringify(item, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)));
          walk(item);
        }
      }
      db.close();
    }
    return { texts, hexes, records };
  });
  return {
    records: dump.records,
    bytes: Buffer.concat([
      ...dump.texts.map((text) => Buffer.from(text)),
      ...dump.hexes.map((hex) => Buffer.from(hex, "hex")),
    ]),
  };
}
