import type { HoldAnswer } from "../api.js";
import { resealHeld, type ResealHeldParts } from "../keys/index.js";
import { type Log, SILENT } from "../log/log.js";
import { newId } from "../people/secrets.js";
import type { Actor } from "../ports/erasures.js";
import type { Hold, HoldCatalog } from "../ports/holds.js";

export interface AddHold {
  readonly site: string;
  /** 16 bytes. */
  readonly subject: Buffer;
  readonly reason: string;
  readonly by: Actor;
}

/** Legal holds: who is held is neither erased nor purged. Each is a record of who held whom, when and why. */
export interface Holds {
  /**
   * Holds a subject, then seals its keys to a hold KEK. Keys that this process cannot open stay where they are, and so do
   * their KEKs (`waiting`).
   *
   * @throws {CatalogError} `missing` if nothing is known of the subject.
   */
  add(hold: AddHold): Promise<HoldAnswer>;
  /** Null if there is no such hold. What has expired meanwhile goes with the next purge. */
  release(id: string, by: Actor): Promise<HoldAnswer | null>;
  read(id: string): Promise<HoldAnswer | null>;
  /** Newest first: of one site, of several, or, with `*`, of all. */
  list(sites: string | readonly string[], which: "active" | "all"): Promise<readonly HoldAnswer[]>;
}

export interface HoldsOptions extends Omit<ResealHeldParts, "catalog"> {
  readonly catalog: HoldCatalog & ResealHeldParts["catalog"];
  readonly log?: Log | undefined;
}

export function createHolds({ catalog, keyring, now, log = SILENT }: HoldsOptions): Holds {
  return {
    async add({ site, subject, reason, by }) {
      const hold: Hold = {
        ...{ id: newId(), site, subject, reason, added: now(), by, released: null, releasedBy: null },
      };
      // First: from this commit on no purge and no erasure touches the subject, sealed anew or not.
      await catalog.addHold(hold);
      log.info({ audit: "hold", hold: hold.id, site, by }, "a subject was put under legal hold");
      const { resealed, waiting } = await resealHeld({ site, subject }, { catalog, keyring, now });
      return { ...answerOf(hold), resealed, waiting: [...waiting.values()].reduce((sum, count) => sum + count, 0) };
    },
    async release(id, by) {
      const before = await catalog.hold(id);
      const hold = await catalog.releaseHold(id, { at: now(), by });
      if (before?.released === null)
        log.info({ audit: "hold", hold: id, site: before.site, by }, "a legal hold was released");
      return hold === null ? null : answerOf(hold);
    },
    async read(id) {
      const hold = await catalog.hold(id);
      return hold === null ? null : answerOf(hold);
    },
    async list(sites, which) {
      if (typeof sites === "string") return (await catalog.holds(sites === "*" ? null : sites, which)).map(answerOf);
      const all = await catalog.holds(null, which);
      return all.filter(({ site }) => sites.includes(site)).map(answerOf);
    },
  };
}

function answerOf({ subject, ...hold }: Hold): HoldAnswer {
  return { ...hold, subject: subject.toString("hex") };
}
