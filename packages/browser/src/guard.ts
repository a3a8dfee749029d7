export type Report = (fault: unknown) => void;

/**
 * Wraps a function that the page calls, directly or through an event, so that nothing it does wrong reaches the page.
 *
 * @param report Told what was thrown; it must not throw itself.
 * @returns The same function; it returns undefined where the original threw.
 */
export function guard<A extends unknown[], R>(run: (...args: A) => R, report: Report): (...args: A) => R | undefined {
  return (...args) => {
    try {
      return run(...args);
    } catch (fault) {
      report(fault);
      return undefined;
    }
  };
}

/** @returns What `run` returns; undefined where it throws, for which that is the answer and no fault. */
export function attempt<T>(run: () => T): T | undefined {
  return guard(run, () => undefined)();
}
