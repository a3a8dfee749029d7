import { afterEach, expect, test, vi } from "vitest";
import { takeTurn } from "./take-turn.js";

afterEach(() => vi.unstubAllGlobals());

const denied = new DOMException("denied", "SecurityError");

test.each<[string, object | undefined]>([
  ["there are none", undefined],
  ["they are refused", { request: () => Promise.reject(denied) }],
  [
    "asking for one throws",
    {
      request() {
        throw denied;
      },
    },
  ],
])("runs once without a lock where %s", async (_, locks) => {
  vi.stubGlobal("navigator", { locks });
  const run = vi.fn(() => Promise.resolve(true));
  const report = vi.fn();
  expect(await takeTurn("wayseal:shop", run, report)).toBe(true);
  expect(run).toHaveBeenCalledOnce();
  expect(report.mock.calls).toMatchObject([[{ name: locks ? "SecurityError" : "TypeError" }]]);
});

test("runs once where it fails under a lock, and says so", async () => {
  const request = <T>(_: string, run: () => Promise<T>) => run().then(() => Promise.reject(new Error("stolen")));
  vi.stubGlobal("navigator", { locks: { request } });
  const run = vi.fn(() => Promise.resolve(true));
  await expect(takeTurn("wayseal:shop", run, () => undefined)).rejects.toThrow("stolen");
  expect(run).toHaveBeenCalledOnce();
});
