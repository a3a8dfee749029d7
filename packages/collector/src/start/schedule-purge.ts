import type { Log } from "../log/log.js";

export interface PurgeSchedule {
  /** Resolves once a purge under way has ended. */
  stop(): Promise<void>;
}

export interface PurgeScheduleOptions {
  readonly run: () => Promise<unknown>;
  readonly log: Log;
  /** Milliseconds from the start to the first. A collector that starts has other things to do. @default 5 minutes */
  readonly first?: number;
  /** @default 24 hours */
  readonly every?: number;
  /** What the log calls it. @default "daily purge" */
  readonly name?: string;
}

/** Purges once a day while the collector runs, and soon after it starts: one that is restarted daily purges too. */
export function schedulePurge(options: PurgeScheduleOptions): PurgeSchedule {
  const { run, log, name = "daily purge", first = 5 * 60_000, every = 24 * 3_600_000 } = options;
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let timer = setTimeout(next, first);
  timer.unref();

  function next(): void {
    running = run()
      // It is tried again the next time; nothing that has expired is lost from sight.
      .catch((error: unknown) => log.error({ error }, `the ${name} failed`))
      .finally(() => {
        if (stopped) return;
        timer = setTimeout(next, every);
        timer.unref();
      });
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
