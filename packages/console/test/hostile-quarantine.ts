import type { QuarantinedContent, QuarantineList } from "@wayseal/collector/api";
import { HOSTILE } from "./hostile.js";

/** Reasons, types and faults as a newer collector may name them, all of it markup and worse. */
export function hostileQuarantine(now: number): QuarantineList {
  return {
    records: HOSTILE.map((text, at) => ({
      ...{ id: at + 1, site: text, reason: text, detail: text, type: text },
      ...{ received: now - at, expires: now + at, bytes: 7 },
    })),
    next: 1,
    reasons: HOSTILE.map((text) => ({ reason: text, records: 1, bytes: 7, oldest: now })),
    room: { records: 2000, bytes: 8_000_000 },
  };
}

export function hostileRecord(now: number, id: number): QuarantinedContent {
  const record = hostileQuarantine(now).records[id - 1]!;
  const content = Object.fromEntries(HOSTILE.map((text) => [text, { [text]: [text, text] }]));
  return { ...record, content, policy: 1 };
}
