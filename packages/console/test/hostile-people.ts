import type { PeopleAnswer, RevealList, TokensAnswer } from "@wayseal/collector/api";
import { SUBJECT } from "./answers.js";
import { HOSTILE } from "./hostile.js";

const STATES = ["asked", "active", "refused", "lapsed", "revoked", "ended"] as const;

/** Names, reasons and classes that are markup and worse. */
export function hostileReveals(now: number): RevealList {
  return {
    reveals: HOSTILE.map((text, at) => ({
      ...{ id: String.fromCharCode(97 + at).repeat(22), site: "shop", subject: SUBJECT, classes: [text] },
      ...{ purpose: "support", reason: text, state: STATES[at % STATES.length]!, asked: now - at, minutes: 15 },
      ...{ by: { id: text, name: text }, reads: 20, used: at, decided: now, decidedBy: { id: text, name: text } },
      ...{ note: text, expires: now + 600_000, ended: null, may: ["approve", "refuse", "revoke"] },
    })),
  };
}

export function hostilePeople(now: number): PeopleAnswer {
  return {
    people: HOSTILE.map((text, at) => ({
      ...{ id: String.fromCharCode(97 + at).repeat(22), email: text, name: text, disabled: at % 2 > 0, active: true },
      ...{ created: now, roles: ["viewer"], rights: [], clearance: "internal", sites: "*", jurisdictions: "*" },
      ...{ purposes: "*", allow: null, deny: { classes: [text], fields: [text] }, may: [], changeable: true },
    })),
    roles: [{ name: "viewer", about: HOSTILE[0] ?? "", rights: [], clearance: "internal" }],
    classes: [],
  };
}

export function hostileTokens(now: number): TokensAnswer {
  return {
    tokens: HOSTILE.map((text, at) => ({
      ...{
        id: String.fromCharCode(97 + at).repeat(22),
        name: text,
        created: now,
        expires: now + at,
        revoked: at % 2 > 0,
      },
      ...{
        roles: [],
        rights: [],
        clearance: "public",
        sites: [text],
        jurisdictions: [text],
        purposes: "*",
        allow: null,
      },
      ...{ deny: { classes: [], fields: [] }, may: [], expired: false, revocable: true },
    })),
    ...{ roles: [], rights: [] },
  };
}
