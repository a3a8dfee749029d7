import type { Log } from "../log/log.js";

export interface Schedule {
  /** Resolves once a run under way has ended. */
  stop(): Promise<void>;
}

/** Milliseconds. */
export interface Times {
  /** From the start to the first. A collector that starts has other things to do. */
  readonly first: number;
  readonly every: number;
}

export interface ScheduleOptions extends Times {
  readonly run: () => Promise<unknown>;
  readonly log: Log;
  /** What the log calls it. */
  readonly name: string;
}

/** Runs something again and again while the collector does, beginning soon after its start. */
export function schedule({ run, log, name, first, every }: ScheduleOptions): Schedule {
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let timer = setTimeout(next, first);
  timer.unref();

  function next(): void {
    running = run()
      // It is tried again the next time; what was to be done is still to be done.
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
