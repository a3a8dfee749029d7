import type { SealedLevel } from "@wayseal/protocol";
import { serveAdmin } from "./admin/serve-admin.js";
import { createCollector } from "./app.js";
import { backupJobs } from "./backup/index.js";
import { openSqliteCatalog } from "./catalog/index.js";
import { createAuditKeeper } from "./audit/create-audit-keeper.js";
import { witnessOf } from "./start/witness-of.js";
import { openCountries } from "./countries/open-countries.js";
import { createDataDir, stateOf } from "./data-directory/create-data-dir.js";
import { type DataDir, openDataDir, readCustodyIfAny } from "./data-directory/open-data-dir.js";
import { createRowRemoval } from "./erasure/create-row-removal.js";
import { createDrain } from "./drain/index.js";
import {
  levelKeyring,
  makeRoots,
  openRoots,
  requireLevels,
  type Roots,
  type Separated,
  type SeparateOrder,
  separateLevel,
  takeLevelApart,
} from "./keyring/index.js";
import { createFieldReader } from "./keys/index.js";
import { SILENT, type Log } from "./log/log.js";
import { createMetrics } from "./metrics/create-metrics.js";
import { createPolicies } from "./policy/index.js";
import type { Catalog } from "./ports/catalog.js";
import type { EventStore } from "./ports/event-store.js";
import type { Keyring } from "./ports/keyring.js";
import { createTurnover } from "./recipients/index.js";
import { standaloneApp } from "./routes/standalone-app.js";
import { openScripts } from "./scripts/index.js";
import type { KeyringSource } from "./settings/keyring-source.js";
import { placeText } from "./settings/place-text.js";
import type { Settings } from "./settings/settings.js";
import { addressOf } from "./start/address-of.js";
import { backupsOf } from "./start/backups-of.js";
import { lateStore } from "./start/late-store.js";
import type { Made, Running, StartOptions } from "./start/running.js";
import { expireHourly } from "./start/expire-hourly.js";
import { exportsOf } from "./start/exports-of.js";
import { indexRegularly } from "./start/index-regularly.js";
import { purgeDaily } from "./start/purge-daily.js";
import { listen } from "./start/listen.js";
import { sweepRegularly } from "./start/sweep-regularly.js";
import { welcomeFirst } from "./start/welcome-first.js";
import { openChdbStore, openClickHouseStore } from "./store/index.js";

export type { Made, Running, StartOptions } from "./start/running.js";
export { makeBackupKey, parseBackupKey } from "./keyring/index.js";
export * from "./keyring/for-operators.js";

/** Opens the root keys that the settings name, none above their `maxLevel`. @throws {KeyringError | DataDirError} */
export async function openRootsOf(settings: Settings): Promise<Roots> {
  return openRoots(settings, await readCustodyIfAny(settings.data));
}

/**
 * Makes a data directory, and root keys where the settings name some that are not there. On an error nothing is left but
 * root keys.
 *
 * @throws {DataDirError | KeyringError}
 */
export async function makeDataDir(settings: Settings): Promise<Made> {
  const { made, roots } = await makeWithRoots(settings);
  await closeRoots(roots);
  return made;
}

async function makeWithRoots(settings: Settings): Promise<{ readonly made: Made; readonly roots: Roots }> {
  const roots = await makeRoots(settings);
  const { base, own, recoveryCopies, passphrases } = roots;
  await createDataDir(settings.data, base, {
    async makeCatalog(path, key) {
      const catalog = await openSqliteCatalog({ path, key, create: true });
      try {
        await catalog.noteRoot((await base.describe()).id, Date.now());
        for (const [level, keyring] of Object.entries(own) as [SealedLevel, Keyring][]) {
          await separateLevel(level, { base, own: keyring, catalog, now: Date.now() });
        }
      } finally {
        await catalog.close();
      }
    },
    ...(Object.keys(passphrases).length > 0 && { passphrases }),
  });
  const levels = (Object.keys(own) as SealedLevel[]).map((level) => ({
    level,
    rootKey: placeText(settings.levelKeyrings[level] as KeyringSource),
    recoveryCopy: recoveryCopies[level] ?? null,
  }));
  const rootKey = placeText(settings.keyring);
  return { made: { data: settings.data, rootKey, recoveryCopy: recoveryCopies.base ?? null, levels }, roots };
}

/** An open data directory. */
export interface OpenData {
  /** The door to all keys that this process was given. */
  readonly keyring: Keyring;
  readonly roots: Roots;
  readonly dataDir: DataDir;
  readonly catalog: Catalog;
}

/**
 * Opens a data directory for work on its catalog, with the root keys of the settings and none above their `maxLevel`.
 *
 * @param given Root keys that are open already.
 * @throws {DataDirError | KeyringError | CatalogError}
 */
export async function openData(settings: Settings, given?: Roots): Promise<OpenData> {
  const roots = given ?? (await openRootsOf(settings));
  let catalog: Catalog | null = null;
  try {
    const opened = await openBase(settings, roots.base);
    catalog = opened.catalog;
    await requireLevels({ own: roots.own, max: settings.maxLevel, catalog });
    const keyring = levelKeyring({ ...roots, max: settings.maxLevel, catalog });
    return { keyring, roots, ...opened };
  } catch (error) {
    await catalog?.close();
    await closeRoots(roots);
    throw error;
  }
}

async function openBase(settings: Settings, base: Keyring): Promise<{ dataDir: DataDir; catalog: Catalog }> {
  const dataDir = await openDataDir(settings.data, base);
  try {
    return { dataDir, catalog: await openSqliteCatalog({ path: dataDir.catalog, key: dataDir.keys.catalog }) };
  } finally {
    dataDir.keys.catalog.fill(0);
  }
}

async function closeRoots({ base, own }: Roots): Promise<void> {
  for (const keyring of [base, ...Object.values(own)]) await keyring.close();
}

/** Gives a level the root key of its own that the settings name. @throws {DataDirError | KeyringError | CatalogError} */
export function separate(settings: Settings, level: SealedLevel, order: SeparateOrder = {}): Promise<Separated> {
  return takeLevelApart(settings, level, { ...order, open: async (base) => (await openBase(settings, base)).catalog });
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

/**
 * Starts a collector: listens, opens (or makes) the data directory, and answers. The event store opens meanwhile, so
 * envelopes are taken before questions are. On an error everything is closed again.
 */
export async function startCollector(settings: Settings, options: StartOptions = {}): Promise<Running> {
  const { log = SILENT, owner, onReady, purgeTimes } = options;
  const ends: (() => unknown)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const listening = await listen(settings);
    ends.push(() => listening.close());
    const address = addressOf(settings, listening.port);

    const made = (await stateOf(settings.data)) === "empty" ? await makeWithRoots(settings) : null;
    const { keyring, dataDir, catalog } = await openData(settings, made?.roots);
    ends.push(() => catalog.close().then(() => keyring.close()));

    const keeper = createAuditKeeper({ catalog, keyring, witness: witnessOf(settings), log });
    ends.push(() => keeper.stop());
    const audit = keeper.trail;
    // Before anything is taken in: a policy that this release cannot read must not be found out envelope by envelope.
    const policies = createPolicies({ catalog, audit });
    await policies.current();
    const metrics = createMetrics({ defaults: true });
    const store = lateStore({
      open: () => openStore(settings, dataDir, log),
      onOpen: () => {
        log.info({}, "the event store answers");
        drain.kick();
      },
      onFailure: (error, again) => log.error({ error, again }, "the event store does not open: trying again"),
    });
    const removal = createRowRemoval({ catalog, store, log });
    const drain = createDrain({ spool: catalog, store, between: () => removal.run(), log });
    const turnover = createTurnover({ catalog, audit, log });
    ends.push(() => Promise.all([drain.stop(), turnover.stop()]).then(() => store.close()));

    const scripts = openScripts(dataDir, log);
    // Kept from its first day: a page may have pinned it before anybody has asked for it here.
    await scripts.current();
    const backups = backupJobs(backupsOf(settings, { catalog, dataDir, store }), (error) =>
      log.error({ error }, "a backup failed"),
    );
    ends.push(() => backups.stop());
    const { backupDays, maxLevel, lookupsPerMinute, groups, retention } = settings;
    const onReplayed = (events: number) => drain.kick(events);
    const hooks = { onErased: () => drain.kick(), onReplayed, onTurned: () => void turnover.run() };
    const fields = createFieldReader({ keys: catalog, keyring, policies });
    const exports = exportsOf(dataDir, { catalog, store, fields, log });
    ends.push(() => exports.close());
    const shared = { catalog, keyring, policies, scripts, store, log, backupDays, maxLevel, exports, ...hooks };
    const operator = { ...shared, audit, keeper, backups, fields, retention, address: () => address, now: Date.now };
    const admin = await serveAdmin(dataDir.dir, operator, log);
    ends.push(() => admin.close());

    const schedules = [sweepRegularly(operator), indexRegularly(operator), expireHourly(operator, purgeTimes)];
    if (settings.purge === "daily") {
      schedules.push(purgeDaily(operator, { auditDays: settings.auditDays, ...purgeTimes }));
    }
    ends.push(() => Promise.all(schedules.map((one) => one.stop())));

    const { baseUrl, limits, session, metrics: metricsAccess, metricsToken } = settings;
    const collector = createCollector({
      countries: openCountries({ log }),
      ...{ ...shared, audit, keeper, baseUrl, limits, session, metricsAccess, metricsToken },
      ...{ metrics, lookupsPerMinute, groups, retention },
      onCommitted: (events: number) => drain.kick(events),
    });
    // Earlier than what requests need is closed; the first entry is for a start that fails.
    // In one turn, so that nothing new is taken while what is under way ends.
    ends.push(() => Promise.all([collector.stop(), listening.close()]));

    const welcome = await welcomeFirst(catalog, { address, owner });
    let stopping: Promise<void> | null = null;
    const running: Running = {
      address,
      port: listening.port,
      made: made?.made ?? null,
      welcome,
      stop: () => (stopping ??= stop()),
    };
    // In one turn: nothing is answered before the caller knows, and nothing refused after.
    onReady?.(running);
    listening.handle(standaloneApp(collector, settings));
    turnover.start();
    keeper.start();
    log.info({ data: dataDir.dir }, "started");
    return running;
  } catch (error) {
    await stop();
    throw error;
  }
}
