import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, RequestListener } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { Level } from "@wayseal/protocol";
import type { AdminParts } from "../src/admin/operation.js";
import { type ArgsOf, OPERATIONS } from "../src/admin/operations.js";
import { type Collector, type CollectorOptions, createCollector } from "../src/app.js";
import { createAuditTrail } from "../src/audit/create-audit-trail.js";
import { openSqliteCatalog } from "../src/catalog/index.js";
import type { AccessAsked } from "../src/clearance/compose-access.js";
import { createFileKeyring } from "../src/keyring/index.js";
import { createLog } from "../src/log/create-log.js";
import { createPasswords } from "../src/people/secrets.js";
import type { Catalog, RecipientKey } from "../src/ports/catalog.js";
import { type EventStore, EventStoreError } from "../src/ports/event-store.js";
import { standaloneApp } from "../src/routes/standalone-app.js";
import { DEFAULT_LIMITS, type Limits } from "../src/settings/settings.js";
import { listen } from "../src/start/listen.js";

export const PASSWORD = "correct horse battery staple";
export const ORIGIN = "https://shop.example";

/** A collector over HTTP with a real catalog and keyring, and no engine. */
export interface HttpCollector {
  readonly url: string;
  readonly catalog: Catalog;
  readonly collector: Collector;
  /** For what an operator asks. */
  readonly parts: AdminParts;
  /** The site's recipient key: `shop` allows https://shop.example. */
  readonly key: RecipientKey;
  /** Everything logged so far. */
  log(): string;
  /** Moves the collector's clock, which stands still otherwise. */
  forward(ms: number): void;
  ask(path: string, init?: RequestInit & { cookie?: string }): Promise<Response>;
  /** As the console would: JSON, from the same origin. */
  post(path: string, body: unknown, more?: Record<string, string>): Promise<Response>;
  /** Adds a person and returns the secret of their one-time link. */
  invite(email: string, access: Level | AccessAsked, sites?: "*" | string[]): Promise<string>;
  /** Adds a person who has a password, and returns a session cookie (`name=value`). */
  person(email: string, access: Level | AccessAsked, sites?: "*" | string[]): Promise<string>;
  token(access: Level | AccessAsked, sites?: "*" | string[]): Promise<string>;
  close(): Promise<void>;
}

/** An engine that is down for good. */
export const noStore: EventStore = {
  insert: () => Promise.reject(new EventStoreError("unavailable", "down")),
  counts: () => Promise.reject(new EventStoreError("unavailable", "down")),
  replace: () => Promise.reject(new EventStoreError("unavailable", "down")),
  rowsOf: () => Promise.reject(new EventStoreError("unavailable", "down")),
  remove: () => Promise.reject(new EventStoreError("unavailable", "down")),
  overwrite: () => Promise.reject(new EventStoreError("unavailable", "down")),
  expired: () => Promise.reject(new EventStoreError("unavailable", "down")),
  expire: () => Promise.reject(new EventStoreError("unavailable", "down")),
  ask: () => Promise.reject(new EventStoreError("unavailable", "down")),
  ready: () => Promise.resolve(false),
  archive: {
    columns: [],
    count: () => Promise.reject(new EventStoreError("unavailable", "down")),
    blocks: () => Promise.reject(new EventStoreError("unavailable", "down")),
    read: () => Promise.reject(new EventStoreError("unavailable", "down")),
    load: () => Promise.reject(new EventStoreError("unavailable", "down")),
    clear: () => Promise.reject(new EventStoreError("unavailable", "down")),
  },
  restarts: () => 0,
  close: () => Promise.resolve(),
};

export async function httpCollector(
  options: Partial<CollectorOptions> & {
    limits?: Partial<Limits>;
    wrap?: (catalog: Catalog) => Catalog;
    /** Of the site `shop`. @default https://shop.example alone */
    origins?: readonly string[];
    trustProxy?: number | false;
    /** Sees each request as it begins. */
    watch?: (request: IncomingMessage) => void;
  } = {},
): Promise<HttpCollector> {
  const folder = mkdtempSync(join(tmpdir(), "wayseal-http-"));
  const keyring = await createFileKeyring(join(folder, "root.key"), { dataDir: join(folder, "data") });
  let shift = 0;
  const start = Date.now();
  const now = () => start + shift;
  const catalog = await openSqliteCatalog({
    path: join(folder, "catalog.db"),
    key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))),
    create: true,
    now,
  });
  let logged = "";
  const log = createLog(
    "debug",
    new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    }),
  );
  const limits = { ...DEFAULT_LIMITS, streamsPerMinute: 0, signInsPerMinute: 0, ...options.limits };
  const listening = await listen({ port: 0, host: "127.0.0.1", limits });
  const url = `http://127.0.0.1:${listening.port}`;
  const collector = createCollector({
    store: noStore,
    passwords: createPasswords({ cost: 10 }),
    keyring,
    now,
    log,
    ...options,
    catalog: options.wrap?.(catalog) ?? catalog,
    limits,
  });
  const app = standaloneApp(collector, { baseUrl: options.baseUrl ?? null, trustProxy: options.trustProxy ?? false });
  listening.handle((request, response) => {
    options.watch?.(request);
    (app as RequestListener)(request, response);
  });

  const audit = createAuditTrail({ catalog });
  const parts = { catalog, keyring, audit, scripts: { current: async () => null }, address: () => url, now };
  await OPERATIONS["sites.add"].run(parts, { id: "shop", name: "Shop", origins: [...(options.origins ?? [ORIGIN])] });
  await OPERATIONS["sites.add"].run(parts, { id: "blog", name: "Blog", origins: ["*"] });
  const [key] = await catalog.recipientKeys("shop");
  if (key === undefined) throw new Error("No key");

  const ask: HttpCollector["ask"] = (path, { cookie, headers, ...init } = {}) =>
    fetch(`${url}${path}`, {
      redirect: "manual",
      ...init,
      headers: { ...(headers as Record<string, string>), ...(cookie !== undefined && { cookie }) },
    });
  const post: HttpCollector["post"] = (path, body, more = {}) =>
    ask(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", origin: url, ...more },
    });
  const invite: HttpCollector["invite"] = async (email, access, sites = "*") => {
    const { link } = await OPERATIONS["users.add"].run(parts, { ...args(access), email, sites });
    return link.split("/").at(-1) ?? "";
  };
  return {
    url,
    catalog,
    collector,
    parts,
    key,
    log: () => logged,
    forward: (ms) => {
      shift += ms;
    },
    ask,
    post,
    invite,
    async person(email, access, sites) {
      const secret = await invite(email, access, sites);
      return cookieOf(await post("/v1/session/password", { secret, password: PASSWORD }));
    },
    async token(access, sites = "*") {
      const made = await OPERATIONS["tokens.create"].run(parts, { ...args(access), name: "test", sites, days: 1 });
      return made.token;
    },
    async close() {
      await collector.stop();
      await listening.close();
      await catalog.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const args = (access: Level | AccessAsked) =>
  structuredClone(typeof access === "string" ? { clearance: access } : access) as AccessArgs;
type AccessArgs = Omit<ArgsOf<"users.change">, "email" | "name" | "sites">;

/** @returns `name=value` of the cookie that an answer sets. */
export function cookieOf(answer: Response): string {
  const [cookie] = answer.headers.getSetCookie();
  if (cookie === undefined) throw new Error(`No cookie in an answer of ${answer.status}`);
  return cookie.split(";")[0] ?? "";
}

/** Sends bytes as they are, and returns what comes back. */
export function raw(url: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(request));
    let said = "";
    socket.on("data", (chunk) => (said += String(chunk)));
    socket.on("end", () => resolve(said));
    socket.on("error", reject);
  });
}
