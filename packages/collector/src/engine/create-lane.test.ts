import { expect, it } from "vitest";
import { createLane } from "./create-lane.js";

const soon = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it("runs as many jobs at once as it is wide, in order, and refuses more than may wait", async () => {
  const lane = createLane({ width: 2, waiting: 3 });
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const job = (index: number) =>
    lane.run(async () => {
      most = Math.max(most, ++running);
      order.push(index);
      await soon();
      running -= 1;
      if (index === 1) throw new Error("fails");
      return index;
    });
  const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map(job));
  expect(results.map((result) => result.status)).toEqual([
    ...["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled", "rejected"],
  ]);
  expect(results[5]).toMatchObject({ reason: { name: "LaneFull" } });
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  // A failed job gave its place back.
  expect(await Promise.all([job(6), job(7), job(8)])).toEqual([6, 7, 8]);
  expect(most).toBe(2);
});
