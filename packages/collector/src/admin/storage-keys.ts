import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { z } from "zod";
import { kekContext } from "../keys/contexts.js";
import { makeKek } from "../keys/make-kek.js";
import { monthOf } from "../keys/month.js";
import { refreshKek } from "../keys/refresh-kek.js";
import { CatalogError, type Kek } from "../ports/catalog.js";
import { KeyringError } from "../ports/keyring.js";
import { AdminError } from "./errors.js";
import { type AdminParts, operation, requireSites, siteId } from "./operation.js";

const DAY = 24 * 3_600_000;

const sealedLevel = z.enum(SEALED_LEVELS, { error: `A level is one of ${SEALED_LEVELS.join(", ")}` });
const kekId = z.string().regex(/^[A-Za-z0-9_-]{22}$/, "A KEK's id has 22 characters: see wayseal keys list");

/** A KEK that was made on demand. */
export interface KekRotated {
  readonly id: string;
  readonly site: string;
  readonly level: SealedLevel;
  readonly month: string;
  readonly generation: number;
}

/** Makes the next generation of this month's KEKs: new DEKs, and so new events, are under it alone. */
export const rotateKeks = operation(
  z.strictObject({ site: siteId.optional(), level: sealedLevel.optional() }),
  async (parts, { site, level }): Promise<{ readonly keks: readonly KekRotated[] }> => {
    const { catalog, keyring, now } = parts;
    const month = monthOf(now());
    const made: KekRotated[] = [];
    for (const id of await sitesOf(parts, site)) {
      for (const one of level === undefined ? SEALED_LEVELS : [level]) {
        const kek = await makeKek(keyring, { site: id, level: one, month, now: now() }).catch(explain(one, "make"));
        const { generation } = await catalog.nextKek(kek);
        made.push({ id: kek.id, site: id, level: one, month, generation });
      }
    }
    return { keks: made };
  },
);

/** A KEK that is to be replaced. */
export interface KekToRefresh {
  readonly id: string;
  readonly site: string;
  readonly level: SealedLevel;
  readonly month: string;
  readonly created: number;
  /** DEKs that are to be sealed anew. */
  readonly deks: number;
  /** DEKs under it that were destroyed. */
  readonly destroyed: number;
  /** It was begun before. */
  readonly begun: boolean;
}

/** Which KEKs a refresh would replace: those under which DEKs were destroyed, and those that it has begun. */
export const planRefresh = operation(
  z.strictObject({
    site: siteId.optional(),
    level: sealedLevel.optional(),
    kek: kekId.optional(),
    olderThanDays: z.int().min(0).max(36_500).optional(),
    all: z.boolean().optional(),
  }),
  async (parts, { site, level, kek, olderThanDays = 0, all = false }): Promise<{ readonly keks: KekToRefresh[] }> => {
    const { catalog, keyring, now } = parts;
    const sites = await sitesOf(parts, site);
    const before = now() - olderThanDays * DAY;
    const due = ({ id, destroyed, successor, created }: Kek) =>
      kek !== undefined ? id === kek : successor !== null || (created <= before && (all || destroyed > 0));
    const chosen = (await catalog.keks()).filter(
      (one) => sites.includes(one.site) && (level === undefined || one.level === level) && due(one),
    );
    if (kek !== undefined && chosen.length === 0) throw new AdminError("missing", `There is no KEK ${kek}`);
    // Before anything is changed: half of what was asked for is not what was asked for.
    for (const one of chosen) {
      (await keyring.unwrap(one.wrapped, kekContext(one)).catch(explain(one.level, "replace"))).fill(0);
    }
    const counts = await catalog.dekCounts();
    return {
      keks: chosen.map(({ id, site, level, month, created, destroyed, successor }) => ({
        ...{ id, site, level, month, created, destroyed },
        ...{ deks: counts.get(id) ?? 0, begun: successor !== null },
      })),
    };
  },
);

/** Takes one KEK one batch further (keys/refresh-kek.ts). */
export const stepRefresh = operation(z.strictObject({ kek: kekId }), async (parts, { kek }) => refreshKek(kek, parts));

export interface KekDestroyed {
  readonly id: string;
  readonly site: string;
  readonly level: SealedLevel;
  readonly month: string;
  /** DEKs that went with it: what was sealed under them can be read by nobody any more. */
  readonly deks: number;
}

/** Destroys a KEK for good, and the DEKs under it only where that is insisted on; those of held subjects never. */
export const destroyKek = operation(
  z.strictObject({ kek: kekId, force: z.boolean() }),
  async ({ catalog, now }, { kek: id, force }): Promise<KekDestroyed> => {
    const kek = await catalog.kek(id);
    if (kek === null) throw new AdminError("missing", `There is no KEK ${id}`);
    const { site, level, month } = kek;
    const deks = (await catalog.dekCounts()).get(id) ?? 0;
    const needed = (why: string) =>
      new AdminError("needed", `The KEK ${id} is needed (${why}): --force destroys it all the same`);
    const current = kek.state === "current" && kek.successor === null && month === monthOf(now());
    if (deks === 0 && current && !force) throw needed("new DEKs are made under it");
    const order = { at: now(), why: "destroyed by the operator", withDeks: force };
    // The catalog looks for holds first: nobody is told of a --force that would not do.
    await catalog.destroyKek(id, order).catch((error: unknown) => {
      if (!(error instanceof CatalogError) || error.fault !== "in-use") throw error;
      throw needed(
        `${deks} ${deks === 1 ? "DEK is" : "DEKs are"} under it, and what is sealed so could be read by nobody`,
      );
    });
    await catalog.scrub();
    return { id, site, level, month, deks };
  },
);

async function sitesOf(parts: AdminParts, site: string | undefined): Promise<readonly string[]> {
  if (site === undefined) return (await parts.catalog.sites()).map(({ id }) => id);
  await requireSites(parts, [site]);
  return [site];
}

function explain(level: SealedLevel, verb: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof KeyringError) || error.fault !== "not-held") throw error;
    throw new AdminError(
      "invalid",
      `This process holds no key for ${level} data and cannot ${verb} its KEKs: do it where that root key is, or name another --level`,
    );
  };
}
