import { randomBytes } from "node:crypto";

const MOST = 1000;

/** Addresses of unfinished orders, by the draft's token. In memory only, like the orders: this shop keeps nobody's data. */
export const drafts = /** @type {Map<string, Record<string, string>>} */ (new Map());

/** Contents of finished orders, by their number. */
export const orders = /** @type {Map<string, import("./cart.mjs").Line[]>} */ (new Map());

/** @returns {string} 64 random bits, hex. */
export function token() {
  return randomBytes(8).toString("hex");
}

/**
 * Keeps a value, and drops the oldest where there are over a thousand.
 *
 * @template T
 * @param {Map<string, T>} map
 * @param {string} key
 * @param {T} value
 */
export function keep(map, key, value) {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
