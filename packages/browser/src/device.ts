import { asItIs } from "./as-it-is.js";
import { attempt } from "./guard.js";
import type { PreviousStream } from "@wayseal/protocol";

/** What the SDK keeps on the device, with consent. Ids and a public key set: nothing that was captured. */
export interface DeviceNotes {
  readonly visitor?: string;
  readonly session?: string;
  /** Wall clock of the session's last event. */
  readonly seen?: number;
  readonly consent?: "granted";
  /** The last streams of this browser, newest last. */
  readonly streams?: readonly PreviousStream[];
  /** The last key set, a compact JWS. */
  readonly keys?: string | undefined;
}

/** A device's storage that never throws: where it is blocked or full, nothing is kept. */
export interface Device {
  recall(): DeviceNotes;
  /** Null forgets them. */
  retain(notes: DeviceNotes | null): void;
  /** The visitor's wish not to be measured at all. Kept apart, since it outlives every other note. */
  optedOut: boolean;
}

type StorageLike = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** @param storage Gives the storage; it may throw, as `localStorage` does where it is blocked. */
export function openDevice(storage: () => StorageLike | null, site: string): Device {
  const notes = `wayseal:${site}`;
  const wish = `${notes}:out`;
  const get = (key: string) => attempt(() => storage()?.getItem(key));
  const set = (key: string, value: string | null) =>
    attempt(() => (value === null ? storage()?.removeItem(key) : storage()?.setItem(key, value)));
  /** What was wished here, should the storage not keep it. */
  let out = false;
  return {
    recall: () => attempt(() => JSON.parse(get(notes) ?? "{}") as DeviceNotes) ?? {},
    retain: (written) => set(notes, written && JSON.stringify(written, asItIs)),
    get optedOut() {
      // Another tab may have been told.
      return out || get(wish) === "1";
    },
    set optedOut(value) {
      out = value;
      set(wish, value ? "1" : null);
    },
  };
}
