import type { Dek, Kek, KeyCatalog } from "../ports/catalog.js";
import { type HeldDeks, HOLD_MONTH, type HoldCatalog } from "../ports/holds.js";
import type { Keyring } from "../ports/keyring.js";
import type { ResealedDek, TurnoverCatalog } from "../ports/turnover.js";
import { createDekReader } from "./dek-reader.js";
import { createDekSealer } from "./dek-sealer.js";
import { makeKek } from "./make-kek.js";

const BATCH = 200;

export interface ResealHeldParts {
  readonly catalog: Pick<KeyCatalog, "keks" | "kek" | "deks" | "addKek"> &
    Pick<HoldCatalog, "heldDeks"> &
    Pick<TurnoverCatalog, "reseal">;
  readonly keyring: Pick<Keyring, "wrap" | "unwrap">;
  readonly now: () => number;
}

export interface Resealed {
  /** DEKs that are under a hold KEK now. */
  readonly resealed: number;
  /** DEKs that this process cannot open, by their KEK. */
  readonly waiting: ReadonlyMap<string, number>;
}

/**
 * Seals DEKs of held subjects to the hold KEK of their site and level, which is made where there is none. A hold KEK has
 * no month, so no purge of a month destroys it. Their ids stay, and so do the events under them.
 *
 * @param options.dryRun Tells what would be done, and does nothing.
 * @throws {CatalogError | KeyringError}
 */
export async function resealHeld(
  which: HeldDeks,
  parts: ResealHeldParts,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<Resealed> {
  const { catalog, keyring, now } = parts;
  const reader = createDekReader({ keys: catalog, keyring, limit: BATCH });
  const sealer = createDekSealer({ now });
  const waiting = new Map<string, number>();
  let resealed = 0;
  let after = which.after;
  for (;;) {
    const deks = await catalog.heldDeks({ ...which, ...(after !== undefined && { after }) }, BATCH);
    if (deks.length === 0) return { resealed, waiting };
    after = deks.at(-1)!.id;
    const moves: ResealedDek[] = [];
    for (const dek of deks) {
      const key = await reader.open(dek);
      if (key === null) {
        waiting.set(dek.kek, (waiting.get(dek.kek) ?? 0) + 1);
        continue;
      }
      try {
        if (dryRun) {
          resealed++;
          continue;
        }
        const to = await holdKek(dek, parts);
        const { id, site, subject, level, month } = dek;
        const { sealed } = sealer.seal(key.bytes, { id, kek: to.id, site, subject, level, month }, to);
        moves.push({ id, from: dek.kek, to: to.id, sealed });
      } finally {
        key.drop();
      }
    }
    resealed += await catalog.reseal(moves);
  }
}

async function holdKek({ site, level }: Dek, { catalog, keyring, now }: ResealHeldParts): Promise<Kek> {
  const stored = (await catalog.keks(site)).find(
    (kek) => kek.level === level && kek.month === HOLD_MONTH && kek.state === "current" && kek.successor === null,
  );
  return stored ?? catalog.addKek(await makeKek(keyring, { site, level, month: HOLD_MONTH, now: now() }));
}
