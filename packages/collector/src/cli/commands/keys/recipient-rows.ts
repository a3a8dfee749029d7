import type { RecipientListed } from "../../../admin/recipient-keys.js";
import { day, minute, table } from "../../output.js";

const DAY = 24 * 3600 * 1000;

/** @returns A site's recipient keys for people, as a table. */
export function recipientRows(keys: readonly RecipientListed[], now = Date.now()): string[] {
  return table(
    ["RECIPIENT KEY", "STATE", "AGE", "LAST USE", "EVENTS", "NUMBERS HELD", "WHAT COMES"],
    keys.map((key) => [
      key.kid,
      key.compromised === null ? key.state : `${key.state}, compromised`,
      `${Math.max(0, Math.floor((now - key.created) / DAY))} days`,
      day(key.lastUse),
      String(key.events),
      `${key.streams} streams`,
      coming(key),
    ]),
  );
}

/** What becomes of a key next. */
function coming({ state, due, ready, quietSince, since }: RecipientListed): string {
  switch (state) {
    case "current":
      return "browsers seal to it";
    case "next":
      if (ready !== null) return `becomes current by a set that names it first, to be signed from ${minute(ready)} on`;
      return due === null ? "waits for a set that is signed elsewhere" : `becomes current on ${minute(due)}`;
    case "accepted":
      return `retires on ${minute(Math.max(due ?? 0, quietSince ?? 0))}, if nothing sealed to it arrives before`;
    case "retired":
      return "is destroyed within minutes, while the collector runs";
    case "destroyed":
      return `since ${minute(since)}`;
  }
}
