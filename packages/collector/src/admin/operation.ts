import { LEVELS, isSiteId, type Level } from "@wayseal/protocol";
import { z } from "zod";
import type { Access } from "../clearance/access.js";
import { type AccessAsked, composeAccess } from "../clearance/compose-access.js";
import { ImpossibleClearance } from "../clearance/require-possible.js";
import type { Exports } from "../export/create-exports.js";
import type { FieldReader } from "../keys/field-reader.js";
import type { Log } from "../log/log.js";
import type { BackupJobs } from "../backup/index.js";
import type { AuditKeeper } from "../audit/create-audit-keeper.js";
import type { AuditTrail } from "../ports/audit.js";
import { createPolicies, type Policies } from "../policy/index.js";
import type { Catalog } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";
import type { Keyring } from "../ports/keyring.js";
import type { Scripts } from "../scripts/index.js";
import type { Retention } from "../settings/settings.js";
import { AdminError } from "./errors.js";

/** What operations work on. */
export interface AdminParts {
  readonly catalog: Catalog;
  readonly keyring: Keyring;
  /** What is asked is written down there before it is done. */
  readonly audit: AuditTrail;
  /** What signs that, and tells its witness. @default without a witness */
  readonly keeper?: AuditKeeper;
  readonly scripts: Pick<Scripts, "current">;
  /** Where people reach the collector, without a slash at the end. */
  readonly address: () => string;
  readonly now: () => number;
  /** How long backups are kept, for receipts; null: not known. */
  readonly backupDays?: number | null;
  /** Backups in the background; only a running collector has them. */
  readonly backups?: BackupJobs;
  /** Archives that wait to be fetched; only a running collector has them. */
  readonly exports?: Exports;
  /** Something was erased: its rows wait to be removed from the event store. */
  readonly onErased?: () => void;
  /** Records of quarantine were taken in: they wait to be drained. */
  readonly onReplayed?: (events: number) => void;
  /** The event store, where a collector has it open. */
  readonly store?: EventStore;
  /** The highest level whose keys this process opens. @default "restricted" */
  readonly maxLevel?: Level;
  /** How long events are kept. @default DEFAULT_RETENTION */
  readonly retention?: Retention;
  /** The policy in force, and how another comes to be. @default the catalog's */
  readonly policies?: Policies;
  /** What reads events' fields, where `store` is there. */
  readonly fields?: FieldReader;
  /** @default says nothing */
  readonly log?: Log;
  /** Recipient keys changed: something may be due at once. */
  readonly onTurned?: () => void;
}

/** One thing that the CLI can ask of a data directory, here or over the socket. Arguments and answers are JSON. */
export interface Operation<Args, Answer> {
  readonly args: z.ZodType<Args>;
  run(parts: AdminParts, args: Args): Promise<Answer>;
}

export function operation<Args, Answer>(
  args: z.ZodType<Args>,
  run: (parts: AdminParts, args: Args) => Promise<Answer>,
): Operation<Args, Answer> {
  return { args, run };
}

export const siteId = z.string().refine(isSiteId, "A site id has 1 to 64 characters of a-z, 0-9 and -");

export const clearance = z.enum(Object.keys(LEVELS) as [Level, ...Level[]], {
  error: `A clearance is one of ${Object.keys(LEVELS).join(", ")}`,
});

export const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@"<>(),;:\\[\]]{1,64}@[A-Za-z0-9.-]{1,189}$/, "That is not an e-mail address");

export const label = (what: string) =>
  z.string().trim().min(1, `${what} must not be empty`).max(100, `${what} is too long`);

export const siteScope = z.union([z.literal("*"), z.array(siteId).min(1, "Name at least one site, or all")]);

/** @returns The policy in force, and how another comes to be. */
export function policiesOf(parts: Pick<AdminParts, "catalog" | "audit" | "now" | "policies">): Policies {
  const { catalog, audit, now, policies } = parts;
  return policies ?? createPolicies({ catalog, audit, now });
}

/** @returns The site that is named, or the only one there is. @throws {AdminError} */
export async function onlySite({ catalog }: AdminParts, site: string | undefined): Promise<string> {
  const sites = await catalog.sites();
  if (site === undefined) {
    const [only, another] = sites;
    if (only === undefined) throw new AdminError("missing", "There is no site yet");
    if (another !== undefined) throw new AdminError("invalid", "There are several sites: name one by --site");
    return only.id;
  }
  if (!sites.some(({ id }) => id === site)) throw new AdminError("missing", `There is no site ${site}`);
  return site;
}

/** @throws {AdminError} `missing` if a named site does not exist: a misspelt one would grant nothing, silently. */
export async function requireSites(
  { catalog }: Pick<AdminParts, "catalog">,
  sites: "*" | readonly string[],
): Promise<void> {
  if (sites === "*") return;
  const known = new Set((await catalog.sites()).map(({ id }) => id));
  const unknown = sites.find((id) => !known.has(id));
  if (unknown !== undefined) throw new AdminError("missing", `There is no site ${unknown}`);
}

/** @returns The whole access that is asked for. @throws {AdminError} `invalid` if nobody may have it. */
export async function possible(
  parts: Pick<AdminParts, "catalog" | "audit" | "now" | "policies">,
  asked: AccessAsked,
  before?: Access,
): Promise<Access> {
  const { classes } = await policiesOf(parts).current();
  try {
    return composeAccess(asked, before, (name) => classes.has(name));
  } catch (error) {
    if (error instanceof ImpossibleClearance) throw new AdminError("impossible", error.message);
    throw error;
  }
}
