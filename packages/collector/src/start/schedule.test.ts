import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SILENT } from "../log/log.js";
import { DAILY } from "./purge-daily.js";
import { schedule } from "./schedule.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const HOUR = 3_600_000;

it("purges soon after the start and then once a day, though one fails", async () => {
  let runs = 0;
  const errors: string[] = [];
  const running = schedule({
    run: async () => {
      if (++runs === 1) throw new Error("disk");
    },
    log: { ...SILENT, error: (_, message) => void errors.push(message) },
    ...DAILY,
  });
  await vi.advanceTimersByTimeAsync(HOUR);
  expect([runs, errors]).toEqual([1, ["the daily purge failed"]]);
  await vi.advanceTimersByTimeAsync(3 * 24 * HOUR);
  expect(runs).toBe(4);
  await running.stop();
  await vi.advanceTimersByTimeAsync(3 * 24 * HOUR);
  expect(runs).toBe(4);
});

it("waits at its end for a purge that is under way", async () => {
  let finish = (): void => undefined;
  const running = schedule({
    run: () => new Promise<void>((resolve) => (finish = resolve)),
    log: SILENT,
    ...DAILY,
    first: 1,
  });
  await vi.advanceTimersByTimeAsync(1);
  let stopped = false;
  const stop = running.stop().then(() => (stopped = true));
  await vi.advanceTimersByTimeAsync(HOUR);
  expect(stopped).toBe(false);
  finish();
  await stop;
  await vi.advanceTimersByTimeAsync(30 * 24 * HOUR);
  expect(vi.getTimerCount()).toBe(0);
});
