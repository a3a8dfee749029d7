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
  readonly keys?: string;
}

/** A device's storage that never throws: where it is blocked or full, nothing is kept. */
export interface Device {
  read(): DeviceNotes;
  write(notes: DeviceNotes): void;
  clear(): void;
  /** The visitor's wish not to be measured at all. Kept apart, since it outlives every other note. */
  readonly optedOut: boolean;
  setOptedOut(out: boolean): void;
}

type StorageLike = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** @param storage Gives the storage; it may throw, as `localStorage` does where it is blocked. */
export function openDevice(storage: () => StorageLike | null, site: string): Device {
  const key = `wayseal:${site}`;
  const attempt = <T>(run: (storage: StorageLike) => T): T | undefined => {
    try {
      const opened = storage();
      return opened ? run(opened) : undefined;
    } catch {
      // Blocked or full is an ordinary state of a browser: go on without.
      return undefined;
    }
  };
  let out = attempt((opened) => opened.getItem(`${key}:out`)) === "1";
  return {
    read: () => attempt((opened) => JSON.parse(opened.getItem(key) ?? "{}") as DeviceNotes) ?? {},
    write(notes) {
      attempt((opened) => opened.setItem(key, JSON.stringify(notes)));
    },
    clear() {
      attempt((opened) => opened.removeItem(key));
    },
    get optedOut() {
      return out;
    },
    setOptedOut(value) {
      out = value;
      attempt((opened) => (value ? opened.setItem(`${key}:out`, "1") : opened.removeItem(`${key}:out`)));
    },
  };
}
