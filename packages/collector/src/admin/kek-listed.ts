import type { SealedLevel } from "@wayseal/protocol";
import type { Kek } from "../ports/catalog.js";
import type { AdminParts } from "./operation.js";

/** How many keys of the catalog a root key wraps. */
export interface WrappedCount {
  readonly wrapped: number;
}

/** A KEK as people see it. Times are milliseconds since 1970. */
export interface KekListed {
  readonly id: string;
  readonly level: SealedLevel;
  readonly month: string;
  readonly generation: number;
  /** `current`: new events are written under it. `old`: read only. `replaced`: its DEKs move to another. */
  readonly state: "current" | "old" | "replaced";
  readonly created: number;
  /** When an event was last written under it, to the hour. */
  readonly used: number | null;
  /** DEKs under it: subjects whose events it opens. */
  readonly deks: number;
  /** DEKs under it that were destroyed. An old copy of those opens with it: then a refresh is advised. */
  readonly destroyed: number;
  readonly refresh: boolean;
}

export function listedKek(kek: Kek, deks: number): KekListed {
  const { id, level, month, generation, created, used, destroyed, successor } = kek;
  return {
    ...{ id, level, month, generation, created, used, deks, destroyed },
    state: successor === null ? kek.state : "replaced",
    refresh: destroyed > 0 || successor !== null,
  };
}

/** @returns By root key, how many keys it wraps; by level key, how many are sealed to it: KEKs, and the level's own. */
export async function whatWraps({ catalog }: Pick<AdminParts, "catalog">, keks: readonly Kek[]) {
  const wrapped = new Map<string, number>();
  const sealed = new Map<string, number>();
  const sites = await catalog.sites();
  const all = [
    ...keks.map(({ wrapped }) => wrapped),
    ...(await catalog.recipientKeys()).map(({ wrapped }) => wrapped),
    ...(await Promise.all(sites.map(({ id }) => catalog.signingKey(id)))).map((key) => key?.wrapped ?? null),
    ...(await catalog.ownKeys()).map(({ wrapped }) => wrapped),
    ...(await catalog.quarantineKeks()).map(({ wrapped }) => wrapped),
    ...(await catalog.levelKeys()).map(({ wrapped }) => wrapped),
  ];
  for (const bytes of all) {
    if (bytes === null || bytes.length < 9) continue;
    // Both begin with a version and the 8 bytes of an id (docs/keys.md).
    const id = bytes.toString("base64url", 1, 9);
    const counts = bytes[0] === 0x01 ? wrapped : sealed;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return { wrapped, sealed };
}
