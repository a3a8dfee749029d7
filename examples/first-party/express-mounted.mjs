// The collector in your own process, at any path. First, once: `wayseal init` and `wayseal sites add shop --origin …`.
import { createCollector, createDrain, openData, openScripts, openStore, readSettings } from "@wayseal/collector";

/**
 * `app.use("/stats", (await mountWayseal()).router)`, before body parsers. `app.set("trust proxy", …)` says which proxies
 * in front of the app may name the visitor's address.
 */
export async function mountWayseal() {
  const settings = readSettings(); // WAYSEAL_DATA, WAYSEAL_ROOT_KEY_FILE, BASE_URL …
  const { catalog, keyring, dataDir } = await openData(settings);
  const store = await openStore(settings, dataDir);
  // Moves what has been acknowledged from the catalog into the event store.
  const drain = createDrain({ spool: catalog, store });
  const router = createCollector({
    catalog,
    keyring,
    store,
    scripts: openScripts(dataDir),
    baseUrl: settings.baseUrl,
    backupDays: settings.backupDays,
    onCommitted: (events) => drain.kick(events),
    onErased: () => drain.kick(),
  });
  return {
    router,
    /** After the server has stopped to listen. */
    async close() {
      router.stop();
      await drain.stop();
      await store.close();
      await catalog.close();
      await keyring.close();
    },
  };
}
