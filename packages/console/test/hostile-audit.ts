import type { AuditList, AuditStatus } from "@wayseal/collector/api";
import { HOSTILE } from "./hostile.js";

const [first = ""] = HOSTILE;

/** Names, actors, sites and what a newer collector may write down, all of it markup and worse. */
export function hostileAudit(now: number): AuditList {
  return {
    entries: HOSTILE.map((text, at) => ({
      ...{ seq: HOSTILE.length - at, hash: text, at: now - at, actor: text, kind: "person" as const },
      ...{ action: text as "read", site: text, subject: text, classes: [text], purpose: text },
      detail: { [text]: text, person: text, outcome: at % 2 === 0 ? "failed" : text },
    })),
    next: 1,
    names: { [first]: first, __proto__: first },
    actions: HOSTILE,
  };
}

export function hostileStatus(now: number): AuditStatus {
  return {
    ...{ last: HOSTILE.length, unsigned: 1, signed: { seq: 1, at: now, kid: first } },
    witness: { kind: first as "file", lag: 1, failing: null },
    actors: HOSTILE.map((text) => ({ id: text, name: text, kind: "person" as const })),
    ...{ keeps: true, bundle: true },
  };
}
