import type { RequestHandler } from "express";
import type { AdminParts } from "../admin/operation.js";
import type { Groups } from "../clearance/coarsen.js";
import type { Reveals } from "../clearance/create-reveals.js";
import type { Countries } from "../countries/countries.js";
import type { Erasures } from "../erasure/create-erasures.js";
import type { Exports } from "../export/create-exports.js";
import type { FieldReader, KeySets } from "../keys/index.js";
import type { Log } from "../log/log.js";
import type { Holds } from "../holds/create-holds.js";
import type { Lookups } from "../lookups/create-lookups.js";
import type { Metrics } from "../metrics/create-metrics.js";
import type { SignInServices } from "../people/sign-in.js";
import type { Sessions } from "../people/sessions.js";
import type { ViewerOf } from "../people/viewer-of.js";
import type { Pipeline } from "../pipeline/index.js";
import type { AuditKeeper } from "../audit/create-audit-keeper.js";
import type { AuditTrail } from "../ports/audit.js";
import type { Policies } from "../policy/index.js";
import type { Previews } from "../previews/create-previews.js";
import type { Catalog } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";
import type { Keyring } from "../ports/keyring.js";
import type { Quarantine } from "../quarantine/create-quarantine.js";
import type { Requests } from "../requests/create-requests.js";
import type { Scripts } from "../scripts/index.js";
import type { Limits, Retention, SessionLimits, Settings } from "../settings/settings.js";
import type { LiveHub } from "./live-hub.js";

/** What the routes are made of. Composed in app.ts. */
export interface Parts {
  readonly catalog: Catalog;
  readonly store: EventStore;
  /** Whatever is sensitive is answered only once this has it. */
  readonly audit: AuditTrail;
  readonly keeper: AuditKeeper;
  readonly pipeline: Pipeline;
  readonly keySets: KeySets;
  readonly fields: FieldReader;
  readonly policies: Policies;
  readonly previews: Previews;
  /** How long values are kept of whose level the policy says nothing. */
  readonly retention: Retention;
  readonly countries: Countries;
  readonly erasures: Erasures;
  readonly lookups: Lookups;
  readonly exports: Exports;
  readonly groups: Groups;
  readonly requests: Requests;
  readonly reveals: Reveals;
  readonly quarantine: Quarantine;
  /** What an administrator works on. */
  readonly admin: AdminParts;
  readonly holds: Holds;
  /** The root key that wraps what belongs to no level. */
  readonly root: Keyring["describe"];
  readonly sessions: Sessions;
  readonly signIn: SignInServices;
  readonly viewerOf: ViewerOf;
  readonly hub: LiveHub;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => number;
  readonly baseUrl: string | null;
  readonly limits: Limits;
  readonly session: SessionLimits;
  readonly metricsAccess: Settings["metrics"];
  readonly metricsToken: string | null;
  readonly scripts: Scripts;
  /** Folder of built files. */
  readonly assets: { readonly console: string };
  /** Whether the collector has begun to stop. */
  readonly stopping: () => boolean;
}

export type Method = "GET" | "POST" | "DELETE";

/** One address and what it takes. HEAD follows GET; OPTIONS and every other method are answered by the router. */
export interface Route {
  /** Express path, relative to where the collector is mounted. */
  readonly path: string;
  /** Whether pages of any origin may call it. */
  readonly open?: boolean;
  readonly methods: Readonly<Partial<Record<Method, RequestHandler | readonly RequestHandler[]>>>;
}
