/** Runs at most `width` jobs at once and lets at most `waiting` wait, first come, first served. */
export interface Lane {
  /** @throws {LaneFull} If too many wait already. */
  run<T>(job: () => Promise<T>): Promise<T>;
}

export class LaneFull extends Error {
  override readonly name = "LaneFull";
  constructor() {
    super("Too many statements wait");
  }
}

/** The engine has a few threads: inserts have a lane of their own, so that heavy questions never hold them up. */
export function createLane({ width, waiting }: { readonly width: number; readonly waiting: number }): Lane {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    async run(job) {
      if (running >= width) {
        if (queue.length >= waiting) throw new LaneFull();
        await new Promise<void>((resolve) => queue.push(resolve));
      } else running += 1;
      try {
        return await job();
      } finally {
        // The place passes to the next in line without being free in between.
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
