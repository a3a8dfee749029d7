import type { KeysAnswer, RequestAnswer, RequestList } from "@wayseal/collector/api";
import { HOSTILE } from "./hostile.js";
import { keys } from "./keys-answer.js";
import { REQUEST, requestList } from "./requests-answer.js";

const all = (at: number): string => HOSTILE[at % HOSTILE.length] ?? "";
/** A word of a closed list that is none of it. */
const word = <T extends string>(at: number): T => all(at) as T;

/** Every text of a request is hostile: a person's name, a note, a contact, and words that should be of closed lists. */
export function hostileRequest(now: number): RequestAnswer {
  const [given] = requestList(now).requests;
  return {
    ...given!,
    id: REQUEST,
    ...{ kind: word(0), jurisdiction: all(1), source: all(2), due: all(3), state: word(4), contact: all(0) },
    ...{ handler: all(5), confirmBy: all(6), subject: null, extended: 8.7e15 },
    steps: HOSTILE.map((text, at) => ({
      at: at === 3 ? 8.7e15 : now - at,
      by: { kind: word(at), id: text, name: text },
      action: ["assigned", "noted", text][at % 3]!,
      note: text,
      ref: at % 3 === 0 ? text : null,
    })),
  };
}

export function hostileRequests(now: number): RequestList {
  const one = hostileRequest(now);
  return {
    requests: HOSTILE.map((text, at) => ({
      ...one,
      id: String.fromCharCode(97 + at).repeat(22),
      ...{
        kind: word(at),
        jurisdiction: text,
        state: word(at + 1),
        handler: text,
        due: all(at + 2),
        overdue: at % 2 > 0,
      },
      steps: [],
    })),
    jurisdictions: HOSTILE.map((text, at) => ({ id: text, name: all(at + 1), kinds: [word(at)] })),
    handlers: HOSTILE.map((text, at) => ({ id: text, name: all(at + 1) })),
  };
}

export function hostileKeys(now: number): KeysAnswer {
  const given = keys(now);
  return {
    ...given,
    root: { id: all(0), keyring: all(1), since: null, wrapped: 8.7e15 },
    levels: HOSTILE.map((text, at) => ({
      ...{ level: word(at), root: text, since: now, state: word(at + 1), created: now, key: text, sealed: at },
    })),
    recipients: HOSTILE.map((text, at) => ({ ...given.recipients[0]!, kid: text, state: all(at + 1), due: 8.7e15 })),
    keks: HOSTILE.map((text, at) => ({
      ...given.keks[0]!,
      ...{ id: text, level: word(at), month: text, state: word(at + 1), used: at === 2 ? 8.7e15 : now },
    })),
    others: HOSTILE.map((text, at) => ({
      ...given.others[0]!,
      ...{ purpose: word(at), site: all(at), of: text, state: word(at + 1), needs: at, created: 8.7e15 },
    })),
  };
}
