import { isIP } from "node:net";
import { type Level, LEVELS } from "@wayseal/protocol";
import { z } from "zod";
import { DEFAULT_GROUPS } from "../clearance/coarsen.js";
import { isPlaceholder } from "./is-placeholder.js";
import { DEFAULT_LIMITS, DEFAULT_PORT, DEFAULT_RETENTION, DEFAULT_SESSION } from "./settings.js";

const wholeText = (least: number, most: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);
const whole = (least: number, most: number, standard: number) => wholeText(least, most).prefault(String(standard));

/** Days of retention. `0` is not offered: it would read as "none" to one and as "no limit" to another. */
const days = (standard: number | null) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .refine((text) => text === "unlimited" || (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 36_500), {
      error: "must be a number of days from 1 to 36500, or unlimited",
    })
    .transform((text) => (text === "unlimited" ? null : Number(text)))
    .prefault(standard === null ? "unlimited" : String(standard));

const choice = <T extends string>(values: readonly [T, ...T[]]) =>
  z.enum(values, { error: `must be ${values.length === 1 ? values[0] : `one of ${values.join(", ")}`}` });

const host = z
  .string()
  .default("127.0.0.1")
  .refine((text) => isIP(text) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text), {
    error: "must be an IP address or a host name",
  });

/** A URL that browsers or this process will use: http(s), nothing but origin and path. */
const webUrl = z
  .string()
  .refine(
    (text) => {
      const url = parseUrl(text);
      return (
        url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username + url.password === ""
      );
    },
    { error: "must be a URL such as https://analytics.example, without user, query or fragment" },
  )
  .transform((text) => new URL(text).href.replace(/\/+$/, ""))
  .optional();

const databaseUrl = z
  .string()
  .superRefine((text, issues) => {
    const url = parseUrl(text);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      issues.addIssue("must be the http(s) URL of ClickHouse's HTTP interface");
    } else if (url.password !== "" && isPlaceholder(decodeURIComponent(url.password))) {
      issues.addIssue("holds a placeholder password: set a real one");
    }
  })
  .optional();

/** `true` is not offered: it would let every client name its own address, and so escape every limit. */
const proxies = z
  .string()
  .default("")
  .superRefine((text, issues) => {
    const named = text.split(",").map((part) => part.trim());
    const known = (part: string) =>
      ["loopback", "linklocal", "uniquelocal"].includes(part) || isIP(part.replace(/\/\d{1,3}$/, "")) !== 0;
    if (text.trim() !== "" && !/^[1-9]$/.test(text.trim()) && !named.every(known)) {
      issues.addIssue(
        "must be the number of proxies in front (1 to 9), or loopback, or their addresses, comma-separated",
      );
    }
  })
  .transform((text): false | number | string =>
    text.trim() === "" ? false : /^[1-9]$/.test(text.trim()) ? Number(text) : text,
  );

const token = z
  .string()
  .superRefine((text, issues) => {
    if (isPlaceholder(text)) issues.addIssue("is a placeholder: make a real one, such as by `openssl rand -base64 32`");
    else if (text.length < 24) issues.addIssue("must have at least 24 characters");
  })
  .optional();

/** A path, or a URL without user or password: the token has a setting of its own. */
const witness = z
  .string()
  .trim()
  .min(1, "must name a file or a URL")
  .refine(
    (text) => {
      if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return true;
      const url = parseUrl(text);
      return url !== null && /^https?:$/.test(url.protocol) && url.username + url.password + url.hash === "";
    },
    { error: "must be a file, or an http(s) URL without user and password" },
  )
  .optional();

/** Each setting by the name of its environment variable. Messages never echo values: some are secret. */
export const SETTINGS = {
  WAYSEAL_DATA: z.string().trim().min(1, "must name a directory").default("./data"),
  PORT: whole(0, 65_535, DEFAULT_PORT),
  HOST: host,
  BASE_URL: webUrl,
  CLICKHOUSE_URL: databaseUrl,
  DATABASE_URL: z
    .undefined({ error: "a PostgreSQL catalog is not supported yet: unset it to use the embedded one" })
    .optional(),
  WAYSEAL_KEYRING: z.string().default("file"),
  WAYSEAL_KEYRING_INTERNAL: z.string().optional(),
  WAYSEAL_KEYRING_CONFIDENTIAL: z.string().optional(),
  WAYSEAL_KEYRING_RESTRICTED: z.string().optional(),
  WAYSEAL_MAX_LEVEL: choice(Object.keys(LEVELS) as [Level, ...Level[]]).default("restricted"),
  WAYSEAL_ROOT_KEY_FILE: z.string().trim().min(1, "must name a file").optional(),
  WAYSEAL_TRUST_PROXY: proxies,
  WAYSEAL_LOG_LEVEL: choice(["silent", "error", "warn", "info", "debug"]).default("info"),
  WAYSEAL_METRICS: choice(["loopback", "token", "open", "off"]).optional(),
  WAYSEAL_METRICS_TOKEN: token,
  WAYSEAL_BACKUP_DAYS: wholeText(0, 36_500).optional(),
  WAYSEAL_STREAMS_PER_MINUTE: whole(0, 10_000_000, DEFAULT_LIMITS.streamsPerMinute),
  WAYSEAL_SIGN_INS_PER_MINUTE: whole(0, 100_000, DEFAULT_LIMITS.signInsPerMinute),
  WAYSEAL_RETAIN_PUBLIC: days(DEFAULT_RETENTION.public),
  WAYSEAL_RETAIN_INTERNAL: days(DEFAULT_RETENTION.internal),
  WAYSEAL_RETAIN_CONFIDENTIAL: days(DEFAULT_RETENTION.confidential),
  WAYSEAL_RETAIN_RESTRICTED: days(DEFAULT_RETENTION.restricted),
  WAYSEAL_PURGE: choice(["daily", "off"]).default("daily"),
  WAYSEAL_AUDIT_WITNESS: witness,
  WAYSEAL_AUDIT_WITNESS_TOKEN: token,
  WAYSEAL_AUDIT_DAYS: days(null),
  WAYSEAL_LOOKUPS_PER_MINUTE: whole(0, 100_000, 30),
  WAYSEAL_LEAST_GROUP: whole(1, 10_000, DEFAULT_GROUPS.least),
  WAYSEAL_EXACT_FROM: choice(Object.keys(LEVELS) as [Level, ...Level[]]).default(DEFAULT_GROUPS.exactFrom),
  WAYSEAL_HEADERS_SECONDS: whole(1, 300, DEFAULT_LIMITS.headersMs / 1000),
  WAYSEAL_BODY_SECONDS: whole(1, 300, DEFAULT_LIMITS.bodyMs / 1000),
  WAYSEAL_CONNECTIONS: whole(1, 1_000_000, DEFAULT_LIMITS.connections),
  WAYSEAL_SHUTDOWN_SECONDS: whole(1, 300, DEFAULT_LIMITS.shutdownMs / 1000),
  WAYSEAL_SESSION_IDLE_MINUTES: whole(1, 1440, DEFAULT_SESSION.idleMs / 60_000),
  WAYSEAL_SESSION_HOURS: whole(1, 720, DEFAULT_SESSION.absoluteMs / 3_600_000),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Values = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]> };

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
