import { Router, type RequestHandler } from "express";
import helmet from "helmet";
import { beside } from "./beside.js";
import type { Level } from "@wayseal/protocol";
import { type AuditKeeper, createAuditKeeper } from "./audit/create-audit-keeper.js";
import type { Countries } from "./countries/countries.js";
import { createErasures } from "./erasure/create-erasures.js";
import { createExports, type Exports } from "./export/create-exports.js";
import {
  createBlindIndexes,
  createContactSealer,
  createDekReader,
  createFieldReader,
  createKeySets,
} from "./keys/index.js";
import { DEFAULT_GROUPS, type Groups } from "./clearance/coarsen.js";
import { createReveals } from "./clearance/create-reveals.js";
import { createHolds } from "./holds/create-holds.js";
import { createLookups } from "./lookups/create-lookups.js";
import { SILENT, type Log } from "./log/log.js";
import { createMetrics, type Metrics } from "./metrics/create-metrics.js";
import { createPasswords, type Passwords } from "./people/secrets.js";
import { createSessions } from "./people/sessions.js";
import { createSignIn } from "./people/sign-in.js";
import { createThrottle } from "./people/throttle.js";
import { createStillViewer, createViewerOf } from "./people/viewer-of.js";
import { createPipeline } from "./pipeline/index.js";
import type { AuditTrail } from "./ports/audit.js";
import { createPolicies, type Policies, shareOfVersion } from "./policy/index.js";
import type { Catalog } from "./ports/catalog.js";
import type { EventStore } from "./ports/event-store.js";
import type { Keyring } from "./ports/keyring.js";
import { answerErrors } from "./routes/answer-errors.js";
import { auditRoutes } from "./routes/audit.js";
import { consoleRouter } from "./routes/console.js";
import { homeRoute } from "./routes/home.js";
import { installRoute } from "./routes/install.js";
import { healthRoutes } from "./routes/health.js";
import { erasureRoutes } from "./routes/erasures.js";
import { exportRoutes } from "./routes/exports.js";
import { journeyRoutes } from "./routes/journeys.js";
import { keyListRoute } from "./routes/key-list.js";
import { keysRoute } from "./routes/keys.js";
import { liveRoute } from "./routes/live.js";
import { createLiveHub } from "./routes/live-hub.js";
import { holdRoutes } from "./routes/holds.js";
import { lookupsRoute } from "./routes/lookups.js";
import { measure } from "./routes/measure.js";
import { metricsRoute } from "./routes/metrics.js";
import { mountRoutes } from "./routes/mount-routes.js";
import { openapiRoute } from "./routes/openapi.js";
import type { Parts, Route } from "./routes/parts.js";
import { RequestError } from "./routes/problem.js";
import { policyRoutes } from "./routes/policy.js";
import { previewRoutes } from "./routes/previews.js";
import { queryRoutes } from "./routes/query.js";
import { createPreviews } from "./previews/create-previews.js";
import { createQuarantine } from "./quarantine/create-quarantine.js";
import { quarantineRoutes } from "./routes/quarantine.js";
import { createRequests } from "./requests/create-requests.js";
import { peopleRoutes } from "./routes/people.js";
import { requestRoutes } from "./routes/requests.js";
import { revealRoutes } from "./routes/reveals.js";
import { scriptRoutes } from "./routes/script.js";
import { sessionRoutes } from "./routes/session.js";
import { sitesRoute } from "./routes/sites.js";
import { createScripts, type Scripts } from "./scripts/index.js";
import { tokenRoutes } from "./routes/tokens.js";
import { streamsRoute } from "./routes/streams.js";
import {
  DEFAULT_LIMITS,
  DEFAULT_RETENTION,
  DEFAULT_SESSION,
  type Limits,
  type Retention,
  type SessionLimits,
  type Settings,
} from "./settings/settings.js";

export interface CollectorOptions {
  readonly catalog: Catalog;
  readonly store: EventStore;
  readonly keyring: Keyring;
  /** What people reach the collector by, mount path included. @default null: each request's own Host. */
  readonly baseUrl?: string | null;
  readonly limits?: Partial<Limits>;
  readonly session?: Partial<SessionLimits>;
  /** Who may read `/metrics`. @default "loopback" */
  readonly metricsAccess?: Settings["metrics"];
  readonly metricsToken?: string | null;
  /** @default says nothing */
  readonly log?: Log;
  /** @default a registry of its own */
  readonly metrics?: Metrics;
  /** The browser's scripts. @default this release's alone, from where the browser package lies beside this one */
  readonly scripts?: Scripts;
  /** Folder of the built console. @default where that package lies beside this one */
  readonly assets?: Partial<Parts["assets"]>;
  /** Called with the number of events that a request stored: wake the drain with it. */
  readonly onCommitted?: (events: number) => void;
  /** How long backups are kept, for erasures' receipts. @default null: not known */
  readonly backupDays?: number | null;
  /** Called when something was erased: wake what removes its rows. */
  readonly onErased?: () => void;
  /** The highest level whose keys this process opens: below confidential it looks nobody up. @default "restricted" */
  readonly maxLevel?: Level;
  /** Lookups that one viewer may make a minute; 0: no limit. @default 30 */
  readonly lookupsPerMinute?: number;
  /** Whom counts are told exactly. @default groups of 10, exact from clearance confidential on */
  readonly groups?: Groups;
  /** Where exports wait, sealed, to be fetched. What is in it is removed. @default a temporary folder */
  readonly exportsDir?: string;
  /** Exports over the same ports, where something beside it erases too. They are closed with it. @default its own, in `exportsDir` */
  readonly exports?: Exports;
  /** The policy in force. @default the catalog's */
  readonly policies?: Policies;
  /** How long values are kept of whose level the policy says nothing, to tell of it. @default DEFAULT_RETENTION */
  readonly retention?: Retention;
  /** The country of an address, for whose law holds; the address itself is not kept. @default nobody's is known */
  readonly countries?: Countries;
  /** How people's passwords are hashed. @default scrypt, N = 2^17, r = 8, p = 1 */
  readonly passwords?: Passwords;
  /** What signs the audit log, and tells its witness. @default without a witness */
  readonly keeper?: AuditKeeper;
  /** What is done is written down there. @default the keeper's, which is the catalog's */
  readonly audit?: AuditTrail;
  readonly now?: () => number;
}

/** An Express router, and how to end what it holds open. */
export type Collector = Router & {
  /**
   * Refuses new envelopes with 503 and ends live connections, both at once; resolves once exports that nobody fetched are
   * gone. The ports stay open: they are their owner's.
   */
  stop(): Promise<void>;
};

/**
 * The collector as a router for any Express app, under any path: `app.use("/analytics", createCollector(ports))`.
 * Mount it before body parsers. It opens nothing and listens to nothing; the ports are given, and stay their owner's.
 */
export function createCollector(options: CollectorOptions): Collector {
  const { catalog, store, keyring, now = Date.now, log = SILENT, baseUrl = null } = options;
  const { backupDays = null, onErased = () => undefined } = options;
  const { countries = { of: () => null } } = options;
  const keeper = options.keeper ?? createAuditKeeper({ catalog, keyring, now, log });
  const { audit = keeper.trail } = options;
  const { policies = createPolicies({ catalog, audit, now }) } = options;
  const { onCommitted = () => undefined, passwords = createPasswords() } = options;
  const { metrics = createMetrics(), metricsAccess = "loopback", metricsToken = null } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const session = { ...DEFAULT_SESSION, ...options.session };
  const sessions = createSessions({ catalog, ...session, now });
  const hub = createLiveHub({ now });
  const deks = createDekReader({ keys: catalog, keyring });
  const fields = createFieldReader({ keys: catalog, keyring, policies });
  const still = createStillViewer(catalog, now);
  const { exports = createExports({ catalog, store, fields, now, log, folder: options.exportsDir, still }) } = options;
  const scripts = options.scripts ?? createScripts({ built: beside("browser"), kept: null });
  let stopping = false;
  const pipeline = createPipeline({
    catalog,
    keyring,
    policies,
    maxLevel: options.maxLevel,
    now,
    // This process reads too, so it may write with the DEKs that a subject has.
    openDek: (dek) => deks.open(dek),
    onSetAside: (reason, outcome) => metrics.setAside(reason, outcome),
    onRejected: (_site, reason, count) => metrics.rejected(reason, count),
    onCommitted({ site, stored, types }) {
      hub.publish(site, stored, types);
      onCommitted(stored);
    },
  });
  const parts: Parts = {
    catalog,
    store,
    ...{ audit, keeper },
    pipeline,
    quarantine: createQuarantine({ catalog, keyring, pipeline, policies, now }),
    keySets: createKeySets({ sites: catalog, keyring, now, shareOf: shareOfVersion(policies) }),
    fields,
    policies,
    previews: createPreviews({ now }),
    retention: options.retention ?? DEFAULT_RETENTION,
    countries,
    erasures: createErasures({ catalog, keyring, audit, now, backupDays, exports, onErased }),
    holds: createHolds({ catalog, keyring, now, log }),
    lookups: createLookups({
      ...{ catalog, store, log, now, maxLevel: options.maxLevel, perMinute: options.lookupsPerMinute },
      ...{ indexes: createBlindIndexes({ catalog, keyring, now }), keyring },
    }),
    exports,
    groups: options.groups ?? DEFAULT_GROUPS,
    root: () => keyring.describe(),
    requests: createRequests({
      ...{ catalog, now, log, maxLevel: options.maxLevel },
      contacts: createContactSealer({ catalog, keyring, now }),
    }),
    reveals: createReveals({ catalog, policies, now, audit }),
    // Without an address of its own it gives links that begin at the slash; the console knows where it is.
    admin: { catalog, keyring, policies, audit, keeper, scripts, now, log, address: () => baseUrl ?? "" },
    sessions,
    signIn: createSignIn({ catalog, throttle: createThrottle({ now }), passwords, now }),
    viewerOf: createViewerOf({ sessions, catalog, now }),
    hub,
    metrics,
    log,
    now,
    baseUrl,
    limits,
    session,
    metricsAccess,
    metricsToken,
    scripts,
    assets: { console: beside("console"), ...options.assets },
    stopping: () => stopping,
  };
  metrics.watch({
    ...{ spoolRows: () => catalog.depth(), engineUp: () => store.ready(), audit: () => keeper.state() },
    quarantined: () => catalog.quarantineSums(),
  });

  const router = Router({ caseSensitive: true });
  router.use(measure({ metrics, log }), securityHeaders(baseUrl));
  mountRoutes(router, collectorRoutes(parts));
  router.use(consoleRouter(parts));
  router.use((_request, _response, next) => next(new RequestError("not-found")));
  router.use(answerErrors({ log }));
  return Object.assign(router, {
    stop() {
      stopping = true;
      hub.close();
      return exports.close();
    },
  });
}

/** Every address of the API, in the order in which they are looked at. */
export function collectorRoutes(parts: Parts): Route[] {
  return [
    streamsRoute(parts),
    keysRoute(parts),
    ...scriptRoutes(parts),
    ...sessionRoutes(parts),
    sitesRoute(parts),
    installRoute(parts),
    ...journeyRoutes(parts),
    lookupsRoute(parts),
    ...holdRoutes(parts),
    ...erasureRoutes(parts),
    ...exportRoutes(parts),
    keyListRoute(parts),
    ...policyRoutes(parts),
    ...previewRoutes(parts),
    ...requestRoutes(parts),
    ...revealRoutes(parts),
    ...quarantineRoutes(parts),
    ...peopleRoutes(parts),
    ...tokenRoutes(parts),
    ...auditRoutes(parts),
    ...queryRoutes(parts),
    liveRoute(parts),
    ...healthRoutes(parts),
    metricsRoute(parts),
    openapiRoute(),
    homeRoute(),
  ];
}

/** For all answers; the console sets its own content policy over this one. */
function securityHeaders(baseUrl: string | null): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    },
    strictTransportSecurity:
      baseUrl?.startsWith("https:") === true ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
    crossOriginResourcePolicy: { policy: "same-origin" },
  });
}
