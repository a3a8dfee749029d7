/**
 * All that the browser keeps for the origin, as text, and how many sealed records are in it. Binary parts are given as
 * Latin-1, so that plain words show. Runs in the page.
 */
export async function keptOnDevice(): Promise<{ text: string; records: number }> {
  const parts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
  let records = 0;
  const show = (value: unknown): string => {
    if (value instanceof Uint8Array) return String.fromCharCode(...value);
    if (typeof value === "object" && value)
      return Object.entries(value)
        .map(([k, v]) => `${k}=${show(v)}`)
        .join();
    return String(value);
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((done, fail) => {
      const request = indexedDB.open(String(name));
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(new Error(String(request.error)));
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise<unknown[]>((done) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => done(request.result as unknown[]);
      });
      if (store === "records") records += rows.length;
      parts.push(...rows.map(show));
    }
    database.close();
  }
  return { text: parts.join("\n"), records };
}
