import { isDeepStrictEqual } from "node:util";
import { type Log, SILENT } from "../log/log.js";
import type { AuditEntry, AuditTrail } from "../ports/audit.js";
import type { RecipientKey, SiteCatalog } from "../ports/catalog.js";
import type { ErasureCatalog } from "../ports/erasures.js";
import type { RecipientCatalog, StreamName } from "../ports/recipients.js";
import { advance, mayAdvance, type Step } from "./advance.js";

export interface TurnoverOptions {
  readonly catalog: Pick<SiteCatalog, "recipientKeys"> & RecipientCatalog & Pick<ErasureCatalog, "scrub">;
  /** What is due is written down there before it is done. */
  readonly audit: AuditTrail;
  readonly now?: () => number;
  readonly log?: Log;
  /** Milliseconds between two looks at what is due. @default 1 minute */
  readonly every?: number;
}

export interface Turnover {
  /** Does what is due. Repeated calls wait for the same run. Never throws. */
  run(): Promise<void>;
  /** Begins to look by itself. */
  start(): void;
  /** Ends that, and waits for what is under way. */
  stop(): Promise<void>;
}

/** What loss is reckoned from is kept as long of streams whose key is gone: no browser names an older one. */
const KEEP_LOSS = 400 * 24 * 3600 * 1000;

/**
 * Turns recipient keys over when their time has come. All that is due stands in the catalog, so a restart goes on where
 * the last run ended, and each step may be repeated.
 */
export function createTurnover({
  catalog,
  audit,
  now = Date.now,
  log = SILENT,
  every = 60_000,
}: TurnoverOptions): Turnover {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let stopped = false;
  let failing = false;

  async function turn(): Promise<void> {
    const at = now();
    const due = (await catalog.recipientKeys()).filter((key) => mayAdvance(key, at));
    for (const site of new Set(due.map((key) => key.site))) {
      for (const { kid, to } of await turnSite(site, at)) log.info({ site, kid, to }, "a recipient key turned over");
    }
    await forget((await catalog.recipientKeys()).filter((key) => key.wrapped === null && key.forgotten === null));
  }

  /** @returns What was done of what was due, all or nothing: what is not is due again the next time. */
  async function turnSite(site: string, at: number): Promise<readonly Step[]> {
    const looked = await catalog.turnKeys(site, (keys) => ({ change: [], steps: advance(keys, at).steps }));
    const planned = looked?.steps ?? [];
    if (planned.length === 0) return [];
    const entries = planned.map(({ kid: key, to }): AuditEntry => ({
      ...{ at, actor: "turnover", kind: "system", action: to === "destroyed" ? "key.destroy" : "key.rotate", site },
      detail: { of: "recipient", key, to },
    }));
    await Promise.all(entries.map((entry) => audit.record(entry)));
    let done: readonly Step[] = [];
    try {
      const turned = await catalog.turnKeys(site, (keys) => {
        const turn = advance(keys, at);
        // Somebody sent to a key or changed one in between: nothing is done that is not written down.
        return isDeepStrictEqual(turn.steps, planned) ? turn : { change: [], steps: [] };
      });
      done = turned?.steps ?? [];
    } finally {
      if (done.length === 0) {
        const failed = entries.map((entry) => ({ ...entry, detail: { ...entry.detail, outcome: "failed" } }));
        await Promise.all(failed.map((entry) => audit.record(entry)));
      }
    }
    return done;
  }

  /** Of keys that are destroyed: their streams' numbers keep nothing out any more. */
  async function forget(keys: readonly RecipientKey[]): Promise<void> {
    if (keys.length === 0) return;
    // Also after a run that ended between a key's destruction and this.
    await catalog.scrub();
    const kids = keys.map(({ kid }) => kid);
    let after: StreamName | null = null;
    do {
      after = await catalog.forgetSeen(kids, after, now() - KEEP_LOSS);
      // Others have their turn at the one connection.
      await new Promise((resolve) => setImmediate(resolve));
      if (stopped) return;
    } while (after !== null);
    for (const site of new Set(keys.map((key) => key.site))) {
      await catalog.turnKeys(site, ({ keys }) => ({
        change: keys.filter(({ kid }) => kids.includes(kid)).map((key) => ({ ...key, forgotten: now() })),
      }));
    }
    log.info({ keys: kids.length }, "numbers of streams to destroyed keys were forgotten");
  }

  async function guarded(): Promise<void> {
    try {
      await turn();
      failing = false;
    } catch (error) {
      // All of it stands in the catalog and is tried again; saying it once is enough.
      if (!failing) log.warn({ error }, "the turnover of recipient keys waits");
      failing = true;
    }
  }

  const turnover: Turnover = {
    run: () => (running ??= guarded().finally(() => (running = null))),
    start() {
      void turnover.run();
      timer = setInterval(() => void turnover.run(), every).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
  return turnover;
}
