import { access } from "node:fs/promises";
import { serveAdmin } from "./admin/serve-admin.js";
import { inviteFirstPerson } from "./admin/first-person.js";
import { createCollector } from "./app.js";
import { openSqliteCatalog } from "./catalog/index.js";
import { createDataDir, stateOf } from "./data-directory/create-data-dir.js";
import { type DataDir, openDataDir } from "./data-directory/open-data-dir.js";
import { createRowRemoval } from "./erasure/create-row-removal.js";
import { createDrain } from "./drain/index.js";
import { createFileKeyring, openFileKeyring, readRecoveryCopy, recoveryCopyId } from "./keyring/index.js";
import { SILENT, type Log } from "./log/log.js";
import { createMetrics } from "./metrics/create-metrics.js";
import { welcomeUrl } from "./people/invite.js";
import type { Catalog } from "./ports/catalog.js";
import type { EventStore } from "./ports/event-store.js";
import type { Keyring } from "./ports/keyring.js";
import { standaloneApp } from "./routes/standalone-app.js";
import type { Settings } from "./settings/settings.js";
import { addressOf } from "./start/address-of.js";
import { lateStore } from "./start/late-store.js";
import { listen } from "./start/listen.js";
import { openChdbStore, openClickHouseStore } from "./store/index.js";

/** The root key of these settings. @throws {KeyringError} */
export function openKeyring({ rootKeyFile, data }: Settings): Promise<Keyring> {
  return openFileKeyring({ path: rootKeyFile, dataDir: data });
}

/** @returns Whether a recovery copy is of the root key that is in use. @throws {KeyringError} `damaged`: a wrong character. */
export async function isRecoveryCopyOf(keyring: Keyring, copy: string): Promise<boolean> {
  return recoveryCopyId(copy) === (await keyring.describe()).id;
}

export interface Made {
  readonly data: string;
  readonly rootKeyFile: string;
  /** The root key on paper, to be shown once; null where the root key was there before. */
  readonly recoveryCopy: string | null;
}

/**
 * Makes a data directory, and a root key where the settings' file has none. On an error nothing is left but a root key.
 *
 * @throws {DataDirError | KeyringError}
 */
export async function makeDataDir(settings: Settings): Promise<Made> {
  const place = { path: settings.rootKeyFile, dataDir: settings.data };
  const had = await access(settings.rootKeyFile).then(
    () => true,
    () => false,
  );
  const keyring = had ? await openFileKeyring(place) : await createFileKeyring(place.path, place);
  await createDataDir(settings.data, keyring, {
    async makeCatalog(path, key) {
      await (await openSqliteCatalog({ path, key, create: true })).close();
    },
  });
  return { data: settings.data, rootKeyFile: place.path, recoveryCopy: had ? null : await readRecoveryCopy(place) };
}

/** Opens a data directory for work on its catalog. @throws {DataDirError | KeyringError | CatalogError} */
export async function openData(settings: Settings): Promise<{ keyring: Keyring; dataDir: DataDir; catalog: Catalog }> {
  const keyring = await openKeyring(settings);
  const dataDir = await openDataDir(settings.data, keyring);
  try {
    const catalog = await openSqliteCatalog({ path: dataDir.catalog, key: dataDir.keys.catalog });
    return { keyring, dataDir, catalog };
  } finally {
    dataDir.keys.catalog.fill(0);
  }
}

/** Opens the event store that the settings name, and waits until it answers. */
export async function openStore(
  settings: Settings,
  { store: dir, keys }: DataDir,
  log: Log = SILENT,
): Promise<EventStore> {
  if (settings.clickhouseUrl !== null) return openClickHouseStore({ url: settings.clickhouseUrl });
  return openChdbStore({
    dir,
    key: keys.store,
    onExit: ({ code, signal, again }) => log.error({ code, signal, again }, "the engine ended: starting it again"),
    onRestart: () => log.info({}, "the engine answers again"),
    onFailure: (error, again) => log.error({ error, again }, "the engine does not start: trying again"),
  });
}

export interface StartOptions {
  readonly log?: Log;
  /** E-mail address of the first person, where there is nobody yet. */
  readonly owner?: string;
  /** Called in the moment in which requests begin to be answered. */
  readonly onReady?: (running: Running) => void;
}

export interface Running {
  /** Where it is reached, without a slash at the end. */
  readonly address: string;
  readonly port: number;
  /** What was made, where the data directory was empty. */
  readonly made: Made | null;
  /** The first person's one-time link, until they have set a password. */
  readonly welcome: { readonly link: string; readonly email: string; readonly expires: number } | null;
  /** Stops accepting, ends requests under way, drains and closes. Repeated calls wait for the same end. */
  stop(): Promise<void>;
}

/**
 * Starts a collector: listens, opens (or makes) the data directory, and answers. The event store opens meanwhile, so
 * envelopes are taken before questions are. On an error everything is closed again.
 */
export async function startCollector(settings: Settings, options: StartOptions = {}): Promise<Running> {
  const { log = SILENT, owner, onReady } = options;
  const ends: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const listening = await listen(settings);
    ends.push(() => listening.close());
    const address = addressOf(settings, listening.port);

    const made = (await stateOf(settings.data)) === "empty" ? await makeDataDir(settings) : null;
    const { keyring, dataDir, catalog } = await openData(settings);
    ends.push(() => catalog.close());

    const metrics = createMetrics({ defaults: true });
    const store = lateStore({
      open: () => openStore(settings, dataDir, log),
      onOpen: () => {
        log.info({}, "the event store answers");
        drain.kick();
      },
      onFailure: (error, again) => log.error({ error, again }, "the event store does not open: trying again"),
    });
    ends.push(() => store.close());
    const removal = createRowRemoval({ catalog, store, log });
    const drain = createDrain({ spool: catalog, store, between: () => removal.run(), log });
    ends.push(() => drain.stop());

    const { backupDays } = settings;
    const onErased = () => drain.kick();
    const operator = { catalog, keyring, address: () => address, now: Date.now, backupDays, onErased };
    const admin = await serveAdmin(dataDir.dir, operator, log);
    ends.push(() => admin.close());

    const { baseUrl, limits, session, metrics: metricsAccess, metricsToken } = settings;
    const collector = createCollector({
      ...{ catalog, store, keyring, baseUrl, limits, session, metricsAccess, metricsToken, log, metrics },
      ...{ backupDays, onErased },
      onCommitted: (events) => drain.kick(events),
    });
    // Earlier than what requests need is closed; the first entry is for a start that fails.
    ends.push(() => listening.close());
    ends.push(() => collector.stop());

    const invited = await inviteFirstPerson(catalog, { now: Date.now(), ...(owner !== undefined && { email: owner }) });
    const welcome = invited && {
      link: welcomeUrl(address, invited.secret),
      email: invited.email,
      expires: invited.expires,
    };
    let stopping: Promise<void> | null = null;
    const running: Running = { address, port: listening.port, made, welcome, stop: () => (stopping ??= stop()) };
    // In one turn: nothing is answered before the caller knows, and nothing refused after.
    onReady?.(running);
    listening.handle(standaloneApp(collector, settings));
    log.info({ data: dataDir.dir }, "started");
    return running;
  } catch (error) {
    await stop();
    throw error;
  }
}
