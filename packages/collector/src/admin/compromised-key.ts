import { z } from "zod";
import { makeRecipientKey } from "../keys/index.js";
import { giveUp } from "../recipients/index.js";
import { operation, siteId } from "./operation.js";
import { kid, recipientOf } from "./recipient-keys.js";

/** What follows from a recipient key in others' hands. Times are milliseconds since 1970. */
export interface Compromise {
  readonly site: string;
  readonly kid: string;
  readonly created: number;
  /** From then on nothing that is sealed to it is taken in. */
  readonly stopped: number;
  /** Id of the key that browsers seal to now; null while its set waits to be signed elsewhere. */
  readonly current: string | null;
  readonly version: number;
  /** The new set must be signed elsewhere; until then no set is served. */
  readonly unsigned: boolean;
  readonly exposed: {
    readonly streams: number;
    readonly events: number;
    readonly firstUse: number | null;
    readonly lastUse: number | null;
    /** By day of receipt, UTC. */
    readonly days: readonly { readonly day: string; readonly streams: number; readonly events: number }[];
  };
  /** What whoever has the key and captured traffic can read; what they cannot; and what cannot be undone. */
  readonly readable: readonly string[];
  readonly safe: readonly string[];
  readonly lasting: readonly string[];
}

export const markCompromised = operation(
  z.strictObject({ kid, site: siteId.optional() }),
  async (parts, { kid, site: asked }): Promise<Compromise> => {
    const { catalog, keyring, now, onTurned } = parts;
    const { site } = await recipientOf(parts, kid, asked);
    const at = now();
    const fresh = await makeRecipientKey(keyring, { site, now: at });
    await catalog.turnKeys(site, (keys) => giveUp(keys, { kid, at, compromised: true, fresh }));
    onTurned?.();
    const key = await recipientOf(parts, kid);
    const { signing, keys, signedSet } = (await catalog.publishedKeys(site))!;
    const days = await catalog.recipientUse(kid);
    const sum = (what: "streams" | "events") => days.reduce((sum, day) => sum + day[what], 0);
    const unsigned = signing.wrapped === null && signedSet === null;
    return {
      ...{ site, kid, created: key.created, stopped: key.compromised ?? at, version: signing.version, unsigned },
      current: unsigned ? null : (keys.find(({ state }) => state === "current")?.kid ?? null),
      exposed: {
        streams: sum("streams"),
        events: sum("events"),
        firstUse: days.length === 0 ? null : Math.min(...days.map(({ first }) => first)),
        lastUse: days.length === 0 ? null : Math.max(...days.map(({ last }) => last)),
        days: days.map(({ day, streams, events }) => ({ day, streams, events })),
      },
      ...MEANING,
    };
  },
);

const MEANING = {
  readable: [
    "Every record that a browser sealed to this key, if the sealed bytes were captured: inside TLS, at a proxy or CDN, or on a visitor's device. Also records that never arrived here, or were refused.",
    "Also what browsers go on sealing to it until they hear of this, by the answer to the first records that they send: a page that is open, or one that comes with a kept or cached key set.",
    "They hold what left the browser before the collector's policy: visitor and session ids, addresses of pages, clicks, and field values that were allowed. Values of never classes are not among them: the browser does not seal them.",
  ],
  safe: [
    "What is stored here: it is encrypted under other keys, and this key opens none of it.",
    "What is sealed to any other recipient key, before or after.",
  ],
  lasting: [
    "Captured bytes stay readable for ever: destroying the key here does not change that.",
    "What browsers had sealed to this key and not yet sent is refused and lost; rejected records are counted under the reason key.",
    "Sealing proves nobody's identity, with or without this key: events that were forged are not told apart by it.",
  ],
} as const;
