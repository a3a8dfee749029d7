import type { SenderContext } from "../hpke/index.js";
import type { Dek, Kek } from "../ports/catalog.js";
import { BoundedCache } from "./bounded-cache.js";
import { dekContext, type DekIdentity, sealDek } from "./dek.js";

/** What one context seals before another takes its place: what a memory that leaked could open stays small. */
const MAX_DEKS = 1000;
const MAX_AGE = 10 * 60 * 1000;

/** Seals new DEKs to KEKs, with a key agreement now and then rather than for each. */
export interface DekSealer {
  /** @param key The DEK, 32 bytes. The caller overwrites it. */
  seal(key: Buffer, identity: DekIdentity, kek: Kek): Dek;
}

export function createDekSealer({ now = Date.now }: { readonly now?: () => number } = {}): DekSealer {
  const contexts = new BoundedCache<SenderContext>({
    limit: 1000,
    age: MAX_AGE,
    onDrop: (context) => context.destroy(),
    now,
  });
  return {
    seal(key, identity, kek) {
      let context = contexts.get(kek.id);
      if (context === undefined || context.seq >= MAX_DEKS) {
        context = dekContext(kek);
        contexts.set(kek.id, context);
      }
      return { ...identity, sealed: sealDek(key, identity, context) };
    },
  };
}
