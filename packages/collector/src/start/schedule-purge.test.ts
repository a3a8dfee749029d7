import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SILENT } from "../log/log.js";
import { schedulePurge } from "./schedule-purge.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const HOUR = 3_600_000;

it("purges soon after the start and then once a day, though one fails", async () => {
  let runs = 0;
  const errors: string[] = [];
  const schedule = schedulePurge({
    run: async () => {
      if (++runs === 1) throw new Error("disk");
    },
    log: { ...SILENT, error: (_, message) => void errors.push(message) },
  });
  await vi.advanceTimersByTimeAsync(HOUR);
  expect([runs, errors]).toEqual([1, ["the daily purge failed"]]);
  await vi.advanceTimersByTimeAsync(3 * 24 * HOUR);
  expect(runs).toBe(4);
  await schedule.stop();
  await vi.advanceTimersByTimeAsync(3 * 24 * HOUR);
  expect(runs).toBe(4);
});

it("waits at its end for a purge that is under way", async () => {
  let finish = (): void => undefined;
  const schedule = schedulePurge({
    run: () => new Promise<void>((resolve) => (finish = resolve)),
    log: SILENT,
    first: 1,
  });
  await vi.advanceTimersByTimeAsync(1);
  let stopped = false;
  const stop = schedule.stop().then(() => (stopped = true));
  await vi.advanceTimersByTimeAsync(HOUR);
  expect(stopped).toBe(false);
  finish();
  await stop;
  await vi.advanceTimersByTimeAsync(30 * 24 * HOUR);
  expect(vi.getTimerCount()).toBe(0);
});
