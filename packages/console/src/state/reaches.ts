import type { SessionAnswer } from "@wayseal/collector/api";

const STRENGTH = { public: 0, internal: 1, confidential: 2, restricted: 3 } as const;

/** Whether a clearance reaches a level, for what is offered: the collector decides what is answered. */
export function reaches(clearance: SessionAnswer["clearance"], level: SessionAnswer["clearance"]): boolean {
  return STRENGTH[clearance] >= STRENGTH[level];
}
