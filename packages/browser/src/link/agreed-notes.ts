import type { DeviceNotes } from "../device.js";
import { attempt } from "../guard.js";

/**
 * Reads what device.ts keeps, under the same names, but not as forgivingly: what cannot be read is a No here.
 *
 * @param agreed The page itself says that the visitor has agreed.
 * @returns What the SDK keeps on this device; null where it may keep nothing: without consent, after an opt-out, and under
 *   Global Privacy Control.
 */
export function agreedNotes(site: string, agreed = false): DeviceNotes | null {
  const { navigator, localStorage } = window;
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true) return null;
  return (
    attempt(() => {
      if (localStorage.getItem(`wayseal:${site}:out`) !== null) return null;
      const notes = JSON.parse(localStorage.getItem(`wayseal:${site}`) ?? "{}") as DeviceNotes;
      return agreed || notes.consent === "granted" ? notes : null;
    }) ?? null
  );
}
