import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve, isAbsolute } from "node:path";
import { parse } from "yaml";
import { readKeyrings } from "./read-keyrings.js";
import { DEFAULT_LIMITS, DEFAULT_SESSION, type SecretSources, SettingsError, type Settings } from "./settings.js";
import { SETTINGS, type SettingName, type Values } from "./schema.js";

export interface SettingsSources {
  /** @default process.env */
  readonly env?: Record<string, string | undefined>;
  /** Where relative paths and `wayseal.yaml` start. @default process.cwd() */
  readonly cwd?: string;
  /** What was said on the command line, by setting name. It wins over the environment, which wins over the file. */
  readonly flags?: Readonly<Partial<Record<SettingName, string>>>;
  /** Asks for a passphrase. @default refuses: there is nobody to ask */
  readonly ask?: SecretSources["ask"];
}

/**
 * Reads the settings from flags, environment and `wayseal.yaml` (or the file that `WAYSEAL_CONFIG` names), in that order.
 * In the file, a setting's name is the variable's in lower case, without `WAYSEAL_`.
 *
 * @throws {SettingsError} On the first setting that is wrong; the message names it.
 */
export function readSettings(sources: SettingsSources = {}): Settings {
  const { env = process.env, cwd = process.cwd(), flags = {}, ask = nobody } = sources;
  const file = readFile(env["WAYSEAL_CONFIG"], cwd);
  const values = {} as Record<SettingName, unknown>;
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    // An empty variable is how compose files say "not set".
    const said = flags[name] ?? (env[name] === "" ? undefined : env[name]) ?? file.get(name);
    const read = SETTINGS[name].safeParse(said);
    if (!read.success) throw new SettingsError(name, read.error.issues[0]?.message ?? "is not valid");
    values[name] = read.data;
  }
  return settle(values as Values, { env, ask }, cwd);
}

function settle(values: Values, secrets: SecretSources, cwd: string): Settings {
  const { env } = secrets;
  const data = resolve(cwd, values.WAYSEAL_DATA);
  const rootKeyFile =
    values.WAYSEAL_ROOT_KEY_FILE === undefined ? defaultRootKey(env, data) : resolve(cwd, values.WAYSEAL_ROOT_KEY_FILE);
  if (liesUnder(data, rootKeyFile)) {
    throw new SettingsError(
      "WAYSEAL_ROOT_KEY_FILE",
      "must not lie under the data directory: whoever copies the data would have its key",
    );
  }
  if (values.WAYSEAL_METRICS === "token" && values.WAYSEAL_METRICS_TOKEN === undefined) {
    throw new SettingsError("WAYSEAL_METRICS_TOKEN", "must be set where WAYSEAL_METRICS is token");
  }
  return {
    data,
    port: values.PORT,
    host: values.HOST,
    baseUrl: values.BASE_URL ?? null,
    ...readKeyrings(values, rootKeyFile),
    rootKeyFile,
    secrets,
    clickhouseUrl: values.CLICKHOUSE_URL ?? null,
    trustProxy: values.WAYSEAL_TRUST_PROXY,
    logLevel: values.WAYSEAL_LOG_LEVEL,
    metrics: values.WAYSEAL_METRICS ?? (values.WAYSEAL_METRICS_TOKEN === undefined ? "loopback" : "token"),
    metricsToken: values.WAYSEAL_METRICS_TOKEN ?? null,
    backupDays: values.WAYSEAL_BACKUP_DAYS ?? null,
    retention: {
      public: values.WAYSEAL_RETAIN_PUBLIC,
      internal: values.WAYSEAL_RETAIN_INTERNAL,
      confidential: values.WAYSEAL_RETAIN_CONFIDENTIAL,
      restricted: values.WAYSEAL_RETAIN_RESTRICTED,
    },
    purge: values.WAYSEAL_PURGE,
    groups: { least: values.WAYSEAL_LEAST_GROUP, exactFrom: values.WAYSEAL_EXACT_FROM },
    auditWitness: witnessPlace(values.WAYSEAL_AUDIT_WITNESS, data, cwd),
    auditWitnessToken: values.WAYSEAL_AUDIT_WITNESS_TOKEN ?? null,
    auditDays: values.WAYSEAL_AUDIT_DAYS,
    lookupsPerMinute: values.WAYSEAL_LOOKUPS_PER_MINUTE,
    limits: {
      ...DEFAULT_LIMITS,
      streamsPerMinute: values.WAYSEAL_STREAMS_PER_MINUTE,
      signInsPerMinute: values.WAYSEAL_SIGN_INS_PER_MINUTE,
      headersMs: values.WAYSEAL_HEADERS_SECONDS * 1000,
      bodyMs: values.WAYSEAL_BODY_SECONDS * 1000,
      connections: values.WAYSEAL_CONNECTIONS,
      shutdownMs: values.WAYSEAL_SHUTDOWN_SECONDS * 1000,
    },
    session: {
      ...DEFAULT_SESSION,
      idleMs: values.WAYSEAL_SESSION_IDLE_MINUTES * 60_000,
      absoluteMs: values.WAYSEAL_SESSION_HOURS * 3_600_000,
    },
  };
}

function liesUnder(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === "" || (!inside.startsWith("..") && !isAbsolute(inside));
}

function witnessPlace(place: string | undefined, data: string, cwd: string): string | null {
  if (place === undefined || /^https?:\/\//i.test(place)) return place ?? null;
  const path = resolve(cwd, place);
  if (liesUnder(data, path)) {
    throw new SettingsError(
      "WAYSEAL_AUDIT_WITNESS",
      "must not lie under the data directory: whoever alters the log there would alter it too",
    );
  }
  return path;
}

function nobody(): Promise<string> {
  return Promise.reject(new SettingsError("WAYSEAL_KEYRING", "asks for a passphrase, and there is nobody to ask"));
}

/** Under the home directory where there is one, as backups of the data seldom hold it; otherwise beside the data. */
function defaultRootKey(env: Readonly<Record<string, string | undefined>>, data: string): string {
  const home = env["XDG_CONFIG_HOME"] ?? ((env["HOME"] ?? homedir()) ? join(env["HOME"] ?? homedir(), ".config") : "");
  const path = isAbsolute(home) ? join(home, "wayseal", "root.key") : `${data}.root.key`;
  return path.startsWith(`${data}/`) ? `${data}.root.key` : path;
}

function readFile(named: string | undefined, cwd: string): Map<SettingName, unknown> {
  const path = resolve(cwd, named === undefined || named === "" ? "wayseal.yaml" : named);
  const said = new Map<SettingName, unknown>();
  if (!existsSync(path)) {
    if (named !== undefined && named !== "") throw new SettingsError("WAYSEAL_CONFIG", `there is no file ${path}`);
    return said;
  }
  let content: unknown;
  try {
    content = parse(readFileSync(path, "utf8"), { maxAliasCount: 0 });
  } catch {
    // The parser's own message quotes the lines around, which may hold a secret.
    throw new SettingsError(path, "is not valid YAML");
  }
  if (content === null) return said;
  if (typeof content !== "object" || Array.isArray(content))
    throw new SettingsError(path, "must be a list of settings");
  const names = new Map((Object.keys(SETTINGS) as SettingName[]).map((name) => [fileName(name), name]));
  for (const [key, value] of Object.entries(content)) {
    const name = names.get(key);
    if (name === undefined) throw new SettingsError(key, `is no setting (in ${path})`);
    if (value === null) continue;
    if (typeof value === "object") throw new SettingsError(key, `must be a single value (in ${path})`);
    const text = String(value);
    // Paths in a file mean what lies beside that file.
    said.set(name, PATHS.has(name) && !/^https?:\/\//i.test(text) ? resolve(dirname(path), text) : text);
  }
  return said;
}

const PATHS = new Set<SettingName>(["WAYSEAL_DATA", "WAYSEAL_ROOT_KEY_FILE", "WAYSEAL_AUDIT_WITNESS"]);

function fileName(name: SettingName): string {
  return name.replace(/^WAYSEAL_/, "").toLowerCase();
}
