import { BoundedCache, type CacheBounds } from "./bounded-cache.js";

/** How long an unwrapped key is held, milliseconds. */
const AGE = 10 * 60_000;
/**
 * Uses after which it is unwrapped anew. So many that it costs nothing beside the uses themselves, even where an HSM is asked:
 * 5 ms in 100,000 are 0.05 µs each.
 */
const USES = 100_000;

/** A cache of unwrapped keys: none of the three bounds can be left out. @default ten minutes and 100,000 uses */
export function keyCache<Value>({ age = AGE, uses = USES, ...bounds }: CacheBounds<Value>): BoundedCache<Value> {
  return new BoundedCache({ age, uses, ...bounds });
}
