import type { PeopleCatalog, Person } from "../ports/catalog.js";
import { hashSecret, newSecret } from "./secrets.js";

export interface SessionsOptions {
  readonly catalog: Pick<PeopleCatalog, "addSession" | "personBySession" | "endSession">;
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly now?: () => number;
}

export interface Sessions {
  /** Begins a session under a new secret. What the browser sent before is never taken up (session fixation). */
  begin(person: string): Promise<string>;
  /** The enabled person of a live session, or null. `touch` says whether this counts as use. */
  find(secret: string, touch: boolean): Promise<Person | null>;
  end(secret: string): Promise<void>;
}

/**
 * Sessions with an idle and an absolute end. The absolute one is in the catalog. When each was last used is kept in
 * memory: a restart gives a session at most one idle time more, and never more than its absolute end.
 */
export function createSessions({ catalog, idleMs, absoluteMs, now = Date.now }: SessionsOptions): Sessions {
  const used = new Map<string, number>();
  let swept = now();

  /** Entries of sessions that have reached their absolute end are of no more use. */
  const sweep = (time: number) => {
    if (time - swept < idleMs) return;
    swept = time;
    for (const [key, last] of used) if (time - last > absoluteMs) used.delete(key);
  };

  return {
    async begin(person) {
      const secret = newSecret();
      const time = now();
      const hash = hashSecret(secret);
      await catalog.addSession({ hash, person, created: time, expires: time + absoluteMs });
      used.set(hash.toString("base64"), time);
      return secret;
    },
    async find(secret, touch) {
      const time = now();
      sweep(time);
      const hash = hashSecret(secret);
      const key = hash.toString("base64");
      const last = used.get(key);
      if (last !== undefined && time - last > idleMs) {
        await catalog.endSession(hash);
        return null;
      }
      const person = await catalog.personBySession(hash, time);
      if (person === null) used.delete(key);
      else if (touch || last === undefined) used.set(key, time);
      return person;
    },
    async end(secret) {
      const hash = hashSecret(secret);
      used.delete(hash.toString("base64"));
      await catalog.endSession(hash);
    },
  };
}
