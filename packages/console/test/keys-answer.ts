import type { KeysAnswer } from "@wayseal/collector/api";

const DAY = 86_400_000;

const SIGNED_HERE = { signedUntil: null, tellsPolicy: true };

/** A site's keys as they are after some months. */
export function keys(now: number): KeysAnswer {
  const kek = (id: number, level: "internal" | "confidential" | "restricted", month: string, more: object = {}) => ({
    id: String(id).padStart(22, "K"),
    ...{ level, month, generation: 1, state: "current" as const, created: now - 20 * DAY, used: now - 3_600_000 },
    ...{ destroyed: 0, deks: 1_204, moving: false },
    ...more,
  });
  return {
    site: "shop",
    root: { id: "Zr8Wq0aLm1E", keyring: "file", since: now - 200 * DAY, wrapped: 1_204 },
    levels: [
      {
        ...{ level: "restricted", root: "Qm3Yt7bNs2U", since: now - 90 * DAY },
        ...{ state: "current", created: now - 90 * DAY, key: "u5Rk8WmZc0Q", sealed: 9 },
      },
    ],
    signing: { key: "B".repeat(87), version: 4, created: now - 200 * DAY, held: true, ...SIGNED_HERE },
    recipients: [
      {
        ...{ kid: "h7Kd02LqXwE", state: "current", created: now - 12 * DAY, since: now - 11 * DAY, due: null },
        ...{
          ready: null,
          quietSince: null,
          compromised: null,
          lastUse: now - 3.5 * 3_600_000,
          events: 48_210,
          streams: 1_930,
        },
      },
      {
        ...{ kid: "p2Vn91ZsRcA", state: "accepted", created: now - 200 * DAY, since: now - 11 * DAY },
        ...{ due: now + 19.5 * DAY, ready: null, quietSince: now + 2 * DAY, compromised: null },
        ...{ lastUse: now - 5 * DAY, events: 912_004, streams: 35_100 },
      },
    ],
    keks: [
      kek(1, "internal", "2026-11"),
      kek(2, "confidential", "2026-11", { destroyed: 3 }),
      kek(3, "restricted", "2026-11", { deks: 87 }),
      kek(4, "internal", "2026-10", { state: "old", used: now - 26 * DAY, created: now - 50 * DAY }),
      kek(5, "confidential", "2026-10", { state: "old", moving: true, destroyed: 9, created: now - 50 * DAY }),
    ],
    others: [
      {
        ...{ purpose: "receipt", site: "", of: "", level: "restricted", state: "current" },
        ...{ created: now - 200 * DAY, lastUse: now - 2 * DAY, needs: 31 },
      },
      {
        ...{ purpose: "blind-index", site: "shop", of: "email", level: "confidential", state: "current" },
        ...{ created: now - 200 * DAY, lastUse: now - 3_600_000, needs: 20_400 },
      },
      {
        ...{ purpose: "quarantine", site: "shop", of: "2026-11-24", level: "restricted", state: "old" },
        ...{ created: now - 2 * DAY, lastUse: now - 2 * DAY, needs: 1 },
      },
    ],
  };
}
