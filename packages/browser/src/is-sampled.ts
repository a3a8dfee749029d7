import { fromBase64Url } from "./base64url.js";

/**
 * @param visitor The visitor's id, which is random: so is what its first bits say.
 * @param share From 0 to 1.
 * @returns Whether the visitor is among those that are measured: as long as the id is kept, always the same.
 */
export function isSampled(visitor: string, share: number): boolean {
  return new DataView(fromBase64Url(visitor).buffer).getUint32(0) < share * 2 ** 32;
}
