import { type BackupState, overdueBackups } from "../backup/index.js";
import { backupUnderOldRoot } from "../data-directory/backup-under-old-root.js";
import type { Rotation } from "../data-directory/manifest.js";
import type { Proof } from "../ports/backups.js";
import { type Check, fail, ok, warn } from "./check.js";
import { howToPrune } from "./how-to-prune.js";
import { counted, day } from "./output.js";

const DAY_MS = 86_400_000;
/** After which a copy is to be shown again: paper fades, sticks are lost, people leave. */
const PROVE_AGAIN_DAYS = 180;
/** After which the newest backup is old. */
const BACKUP_DAYS = 8;

export interface Copies {
  readonly proven: {
    /** Root keys by id, with the level after it where it is one's own. */
    readonly roots: ReadonlyMap<string, string>;
    /** Ids of those whose copy was shown now. */
    readonly shown: readonly string[];
  };
  /** Id of the backup key that was shown now. */
  readonly backupKey: string | null;
  /** Old root keys that wait to be destroyed. */
  readonly oldRoots: readonly Pick<Rotation, "from" | "lastBackup">[];
  readonly state: () => Promise<BackupState>;
  readonly prove: (what: Proof["what"], id: string) => Promise<unknown>;
  /** @default Date.now */
  readonly now?: () => number;
}

/** Whether what a restore takes is at hand: copies of root keys, the backup key, and backups that are not old. */
export async function* checkCopies(copies: Copies): AsyncGenerator<Check> {
  const { proven, backupKey, oldRoots, prove, now = Date.now } = copies;
  for (const id of proven.shown) await prove("root", id);
  const { keys, backups, stale, proofs, goneRoots, days, toRefresh } = await copies.state();
  const proof = (what: Proof["what"], id: string) => proofs.find((one) => one.what === what && one.id === id)?.at;
  const old = (at: number) => now() - at > PROVE_AGAIN_DAYS * DAY_MS;

  for (const [id, of] of proven.roots) {
    const at = proof("root", id);
    const how = "wayseal doctor --recovery-copy - (or --shares -) checks what you wrote down";
    if (at === undefined) {
      yield warn(`Nobody has shown a copy of the root key${of}`, `Without one, a lost root key loses all data: ${how}`);
    } else if (old(at)) yield warn(`A copy of the root key${of} was last shown on ${day(at)}`, `Show it again: ${how}`);
    else yield ok(`A copy of the root key${of} was shown to open on ${day(at)}`);
  }

  yield days === null
    ? warn(
        "WAYSEAL_BACKUP_DAYS is not set: receipts of erasures say expire: null, as no backup has an end",
        "Set it to the days after which your backups are destroyed everywhere (docs/backup.md)",
      )
    : ok(`Backups are kept for ${counted(days, "day")}: receipts of erasures say when the last one expires`);
  if (toRefresh > 0) {
    yield warn(
      `${counted(toRefresh, "KEK")} sealed keys of somebody who was erased: an older copy of those still opens with it`,
      "Run wayseal keys refresh after erasures, and then wayseal backup --out DIR --only keys: then they are final",
    );
  }

  if (keys.length === 0) {
    yield backupKey === null
      ? warn("There is no backup key, and so no backup", "wayseal backup key --out FILE, then wayseal backup --out DIR")
      : fail("That backup key opens no backup: none was made here", "wayseal backup key --out FILE makes one");
    return;
  }
  const shown = keys.some(({ id }) => id === backupKey);
  if (backupKey !== null && !shown) {
    const ids = keys.map(({ id }) => id).join(", ");
    yield fail(
      `That is backup key ${backupKey}, and backups are sealed to ${ids}`,
      "Look for the one that was made last",
    );
  }
  for (const { id } of keys) {
    if (id === backupKey) await prove("backup-key", id);
    const at = id === backupKey ? now() : proof("backup-key", id);
    const how = "wayseal doctor --backup-key FILE checks that you still have it";
    if (at === undefined) yield warn(`Nobody has shown the backup key ${id}`, `Without it no backup opens: ${how}`);
    else if (old(at)) yield warn(`The backup key ${id} was last shown on ${day(at)}`, `Show it again: ${how}`);
    else yield ok(`The backup key ${id} was shown on ${day(at)}`);
  }

  for (const [kind, name] of [
    ["data", "data backup"],
    ["keys", "key backup"],
  ] as const) {
    const last = backups.filter((one) => one.kind === kind && one.finished !== null && one.destroyed === null).at(-1);
    if (last === undefined) yield warn(`There is no ${name}`, "wayseal backup --out DIR");
    else {
      const age = Math.floor((now() - last.at) / DAY_MS);
      const text = `The newest ${name}, ${last.number}, is ${counted(age, "day")} old: ${last.place}`;
      yield age < BACKUP_DAYS ? ok(text) : warn(text, "Make backups by a schedule: docs/backup.md");
    }
  }
  for (const rotation of oldRoots) {
    const number = backupUnderOldRoot(rotation, backups);
    if (number === null) continue;
    const { id } = rotation.from;
    yield warn(
      `The newest key backup, ${number}, opens only with the old root key ${id}`,
      `Make a new one (wayseal backup --out DIR), and then: wayseal keys destroy ${id}`,
    );
  }
  for (const { id, lastBackup } of goneRoots) {
    const number = backupUnderOldRoot({ lastBackup }, backups);
    if (number === null) continue;
    yield fail(
      `The newest key backup, ${number}, opens only with the root key ${id}, which was destroyed`,
      "Unless somebody has its recovery copy, no backup can be restored: make a new one now (wayseal backup --out DIR)",
    );
  }
  for (const { number, kind, place, end } of overdueBackups(backups, days, now())) {
    const newest = !backups.some((one) => one.kind === kind && one.number > number && isLeft(one));
    const prune = kind === "keys" ? howToPrune({ number, place }, backups) : howToPruneData(place, days, newest);
    yield warn(
      `${kind === "keys" ? "Key" : "Data"} backup ${number} in ${place} was to be gone by ${day(end)}: receipts say it is`,
      `${prune}; where no copy of it is left anywhere, wayseal backup forget ${number} says so`,
    );
  }
  for (const { number, place, erased } of stale) {
    yield warn(
      `Key backup ${number} in ${place} holds keys of ${counted(erased, "subject")} erased since`,
      howToPrune({ number, place }, backups),
    );
  }
}

const isLeft = ({ finished, destroyed }: BackupState["backups"][number]) => finished !== null && destroyed === null;

/** @param newest Whether it is the newest one, which a prune leaves. */
function howToPruneData(place: string, days: number | null, newest: boolean): string {
  const prune = `wayseal backup prune ${place} --days ${days ?? "DAYS"}`;
  return newest ? `wayseal backup makes a newer one, and ${prune} then destroys it` : `${prune} destroys it`;
}
