import { z } from "zod";
import { DEFAULT_OVERLAP, KEY_SET_LIFETIME, makeRecipientKey } from "../keys/index.js";
import type { RecipientKey } from "../ports/catalog.js";
import type { RecipientUse } from "../ports/recipients.js";
import { giveUp, isQuiet, rotate } from "../recipients/index.js";
import { AdminError } from "./errors.js";
import { type AdminParts, onlySite, operation, siteId } from "./operation.js";

const DAY = 24 * 3600 * 1000;

export const kid = z.string().regex(/^[\w-]{11}$/, "A recipient key's id has 11 characters, as keys list shows it");

/** A recipient key as people see it. Times are milliseconds since 1970. */
export interface RecipientListed {
  readonly kid: string;
  readonly state: RecipientKey["state"];
  readonly created: number;
  readonly since: number;
  /** When it turns by itself; null: not by itself. */
  readonly due: number | null;
  /** From when on a set that is signed elsewhere may name a next key first: browsers know it by then. Null: not so. */
  readonly ready: number | null;
  /** An accepted key retires when nothing sealed to it has arrived since this, once it is due. */
  readonly quietSince: number | null;
  readonly compromised: number | null;
  /** When something sealed to it first and last arrived; null: nothing ever did. */
  readonly firstUse: number | null;
  readonly lastUse: number | null;
  readonly events: number;
  /** Streams whose seen numbers are held for it, so that repeats are known. */
  readonly streams: number;
}

/** What there is of a site's recipient keys, newest first. */
export async function recipientsOf({ catalog }: Pick<AdminParts, "catalog">, site: string): Promise<RecipientListed[]> {
  const uses = await catalog.recipientUses();
  const signing = await catalog.signingKey(site);
  return (await catalog.recipientKeys(site)).map((key) => listed(key, uses.get(key.kid), signing?.wrapped === null));
}

/** @param elsewhere Whether the set is signed elsewhere: then no key becomes current by itself. */
function listed(
  key: RecipientKey,
  use: Omit<RecipientUse, "kid" | "day"> | undefined,
  elsewhere: boolean,
): RecipientListed {
  const { kid, state, created, since, due, quiet, compromised, forgotten } = key;
  const isSigned = elsewhere && state === "next";
  return {
    ...{ kid, state, created, since, compromised },
    ...(isSigned ? { due: null, ready: due } : { due, ready: null }),
    quietSince: state === "accepted" ? Math.max(since, use?.last ?? 0) + quiet : null,
    firstUse: use?.first ?? null,
    lastUse: use?.last ?? null,
    events: use?.events ?? 0,
    streams: forgotten === null ? (use?.streams ?? 0) : 0,
  };
}

export interface Rotated {
  readonly site: string;
  readonly version: number;
  /** Whether the set must be signed elsewhere before browsers see it. */
  readonly unsigned: boolean;
  /** Until when browsers may use the set that was signed elsewhere; null where the collector signs. */
  readonly signedUntil: number | null;
  readonly keys: readonly RecipientListed[];
}

const days = (what: string, least: number) =>
  z
    .number()
    .int()
    .min(least, `${what} must be at least ${least} days`)
    .max(3650, `${what} must be at most 3650 days`)
    .optional();

export const rotateRecipient = operation(
  z.strictObject({
    site: siteId.optional(),
    now: z.boolean().optional(),
    // A browser may hold a set with the old key in the first place for as long as that.
    graceDays: days("The grace period", KEY_SET_LIFETIME / DAY),
    quietDays: days("The quiet time", 1),
  }),
  async (parts, { site: asked, now: atOnce = false, graceDays, quietDays }): Promise<Rotated> => {
    const { catalog, keyring, now, onTurned } = parts;
    const site = await onlySite(parts, asked);
    const at = now();
    const fresh = await makeRecipientKey(keyring, { site, now: at });
    const overlap = {
      grace: graceDays === undefined ? DEFAULT_OVERLAP.grace : graceDays * DAY,
      quiet: quietDays === undefined ? DEFAULT_OVERLAP.quiet : quietDays * DAY,
    };
    await catalog.turnKeys(site, (keys) => {
      const next = keys.keys.find(({ state }) => state === "next");
      if (next !== undefined && (!atOnce || keys.signing.wrapped === null)) {
        throw new AdminError("exists", `${site} has a next key already: ${next.kid}`);
      }
      return rotate(keys, { fresh, at, lifetime: KEY_SET_LIFETIME, overlap, now: atOnce });
    });
    onTurned?.();
    return publishedNow(parts, site);
  },
);

/** @returns What a site publishes, and what is left of it to sign. */
export async function publishedNow({ catalog }: AdminParts, site: string): Promise<Rotated> {
  const { signing, signedSet } = (await catalog.publishedKeys(site))!;
  const listed = await recipientsOf({ catalog }, site);
  const waits = listed.some(({ state, due, ready }) => state === "next" && due === null && ready === null);
  const keys = listed.filter(({ state }) => state !== "retired" && state !== "destroyed");
  const unsigned = signing.wrapped === null && (waits || signedSet === null);
  return { site, version: signing.version, unsigned, signedUntil: signedSet?.expires ?? null, keys };
}

export interface RecipientDestroyed {
  readonly site: string;
  readonly kid: string;
  /** The key that took its place, where it was the current one. */
  readonly current: string | null;
}

export const destroyRecipient = operation(
  z.strictObject({ kid, force: z.boolean().optional() }),
  async (parts, { kid, force = false }): Promise<RecipientDestroyed> => {
    const { catalog, keyring, now, onTurned } = parts;
    const { site } = await recipientOf(parts, kid);
    const at = now();
    const fresh = await makeRecipientKey(keyring, { site, now: at });
    await catalog.turnKeys(site, (keys) => {
      const key = keys.keys.find((key) => key.kid === kid)!;
      const needed = whyNeeded(key, isQuiet(keys, key, at));
      if (needed !== null && !force)
        throw new AdminError("needed", `${kid} ${needed}: --force destroys it all the same`);
      return giveUp(keys, { kid, at, compromised: false, fresh });
    });
    await catalog.turnKeys(site, ({ keys }) => ({
      change: keys
        .filter((key) => key.kid === kid && key.state === "retired")
        .map((key) => ({ ...key, state: "destroyed", since: at, wrapped: null })),
    }));
    await catalog.scrub();
    onTurned?.();
    const [current] = (await catalog.publishedKeys(site))!.keys;
    return { site, kid, current: current?.state === "current" ? current.kid : null };
  },
);

function whyNeeded({ state }: RecipientKey, quiet: boolean): string | null {
  if (state === "current") return "is what browsers seal to";
  if (state === "next") return "is published, and browsers will seal to it";
  if (state === "accepted" && !quiet) return "is still sealed to: what arrives would be lost";
  return null;
}

/** @throws {AdminError} `missing`; also if it is not the named site's. */
export async function recipientOf({ catalog }: AdminParts, kid: string, site?: string): Promise<RecipientKey> {
  const key = (await catalog.recipientKeys()).find((key) => key.kid === kid);
  if (key === undefined) throw new AdminError("missing", `There is no recipient key ${kid}`);
  if (site !== undefined && key.site !== site) throw new AdminError("missing", `${site} has no recipient key ${kid}`);
  return key;
}
