import { count, flag, levels, list, object, type Schema, siteId, text, time } from "./shapes.js";

const maybe = (description: string): Schema => ({ type: ["integer", "null"], description });

/** What keys there are. */
export const KEY_SCHEMAS: Readonly<Record<string, Schema>> = {
  KeysAnswer: object({
    site: siteId,
    root: object({
      id: text,
      keyring: text,
      since: maybe("When it came into use"),
      wrapped: { ...count, description: "Keys of the catalog, of all sites, that it wraps" },
    }),
    levels: list(
      object({
        level: { enum: levels },
        root: text,
        since: maybe("When that root key came into use"),
        state: { enum: ["current", "old"] },
        created: time,
        key: { ...text, description: "The id of the level's key pair" },
        sealed: { ...count, description: "Keys, of all sites, that are sealed to it: KEKs, and the level's own" },
      }),
    ),
    signing: {
      anyOf: [
        object({
          ...{ key: text, version: count, created: time, held: flag },
          signedUntil: maybe("When the set that was signed elsewhere expires"),
          tellsPolicy: {
            type: ["boolean", "null"],
            description:
              "Whether what is served tells browsers of the policy what is in force; null: nothing is served",
          },
        }),
        { type: "null" },
      ],
      description: "Signs the key set that browsers fetch",
    },
    recipients: list(
      object({
        kid: text,
        state: text,
        created: time,
        since: time,
        due: maybe("When it turns by itself"),
        ready: maybe("From when on a set that is signed elsewhere may name a next key first"),
        quietSince: maybe("It retires when nothing sealed to it has arrived since"),
        compromised: maybe("When it was reported"),
        lastUse: maybe("When something sealed to it last arrived"),
        events: count,
        streams: { ...count, description: "Streams whose seen numbers are held for it" },
      }),
    ),
    keks: list(
      object({
        id: text,
        level: { enum: levels },
        month: { type: "string", pattern: "^([0-9]{4}-[0-9]{2}|on-hold)$" },
        generation: count,
        state: { enum: ["current", "old"] },
        created: time,
        used: maybe("When an event was last written under it"),
        destroyed: { ...count, description: "DEKs under it that were destroyed: above 0, a refresh is advised" },
        deks: { ...count, description: "DEKs under it" },
        moving: { ...flag, description: "Whether its DEKs move to another KEK" },
      }),
    ),
    others: list(
      object({
        purpose: { enum: ["receipt", "blind-index", "pending-index", "request", "audit", "quarantine", "backup"] },
        site: text,
        of: { ...text, description: "A class, a day, or the id of a backup key or of a level's pair" },
        level: { enum: [...levels, null] },
        state: { enum: ["current", "old"] },
        created: time,
        lastUse: maybe("When the last of what needs it was made"),
        needs: { type: ["integer", "null"], minimum: 0, description: "How much needs it" },
      }),
    ),
  }),
};
