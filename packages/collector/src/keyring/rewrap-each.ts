import type { Keyring } from "../ports/keyring.js";
import type { StoredKey } from "./stored-keys.js";

/**
 * Wraps keys anew, one by one: whatever interrupts it, each is wrapped either as before or anew, and opens.
 *
 * @param keyring Opens what they are wrapped by, and wraps by what they shall be.
 * @param onProgress Called with each that was looked at.
 * @returns How many were wrapped anew.
 * @throws {KeyringError | CatalogError} If one does not open: it stays as it is.
 */
export async function rewrapEach(
  keys: readonly StoredKey[],
  keyring: Keyring,
  onProgress?: (done: number, total: number) => void,
): Promise<number> {
  let moved = 0;
  for (const [index, { wrapped, context, replace }] of keys.entries()) {
    const key = await keyring.unwrap(wrapped, context);
    try {
      if (await replace(await keyring.wrap(key, context))) moved++;
    } finally {
      key.fill(0);
    }
    onProgress?.(index + 1, keys.length);
  }
  return moved;
}
