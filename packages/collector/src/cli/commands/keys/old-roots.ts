import { readCustodyIfAny } from "../../../data-directory/open-data-dir.js";
import { placeText } from "../../../settings/place-text.js";
import { parseKeyringSource } from "../../../settings/keyring-source.js";

/** A root key that another takes the place of, or has taken. */
export interface OldRoot {
  readonly id: string;
  /** Null for the one of everything but levels that have their own. */
  readonly level: string | null;
  /** `begun`: it wraps keys still. `rewrapped`: nothing here needs it, and it waits to be destroyed. */
  readonly state: "begun" | "rewrapped";
  /** Where it is kept, for people. */
  readonly rootKey: string;
  /** The root key that takes its place. */
  readonly by: string;
}

/** @returns What the data directory says of rotations that are not at their end. @throws {DataDirError} */
export async function oldRootsOf(data: string): Promise<readonly OldRoot[]> {
  const { rotations } = await readCustodyIfAny(data);
  return Object.entries(rotations).map(([name, { state, from, to }]) => ({
    ...{ id: from.id, level: name === "base" ? null : name, state, by: to.id },
    rootKey: placeText(parseKeyringSource(from.place, "")),
  }));
}

export function oldRootLine({ id, level, state, rootKey, by }: OldRoot): string {
  const what = `Root key ${id}${level === null ? "" : ` of ${level}`}`;
  return state === "begun"
    ? `${what} wraps keys still: its rotation to ${by} was cut off. wayseal keys rotate --root goes on with it`
    : `${what} was replaced by ${by}, and nothing here needs it (${rootKey}). Make a new backup, then wayseal keys destroy ${id} ends it`;
}
