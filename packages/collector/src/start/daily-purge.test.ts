import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { value, view } from "../../test/seal-stream.js";
import { callAdmin } from "../admin/call-admin.js";
import type { JourneyList } from "../api.js";
import { makeDataDir, type Running, startCollector } from "../main.js";
import { readSettings } from "../settings/read-settings.js";

const YEAR = 365 * 86_400_000;
/** Older than every level is kept. */
const LONG_AGO = Date.now() - 4 * YEAR;
/** As the schedule has it, in seconds for days. */
const purgeTimes = { first: 300, every: 1000 };

let folder: string;
let env: Record<string, string>;
let running: Running | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ws-daily-"));
  env = { WAYSEAL_DATA: join(folder, "data"), WAYSEAL_ROOT_KEY_FILE: join(folder, "root.key"), PORT: "0" };
  env["WAYSEAL_RETAIN_PUBLIC"] = "800";
  running = null;
});
afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const settings = () => readSettings({ env: { ...env }, cwd: folder });
const ask = async () => callAdmin(settings().data, "keys.list", {});
const months = async () => new Set((await ask()).sites.flatMap(({ keks }) => keks.map(({ month }) => month)));
const monthOf = (time: number) => new Date(time).toISOString().slice(0, 7);

/** Starts a collector over a visit of long ago and one of today. @returns How to count the journeys of a time. */
async function startOver(): Promise<(around: number) => Promise<number | string>> {
  await makeDataDir(settings());
  running = await startCollector({ ...settings(), purge: "off" });
  await callAdmin(settings().data, "sites.add", { id: "shop", name: "Shop", origins: ["*"] });
  const { token } = await callAdmin(settings().data, "tokens.create", {
    ...{ name: "test", clearance: "restricted", sites: "*", days: 1 },
  });
  await running.stop();
  for (const received of [LONG_AGO, Date.now()]) await feedData({ env, folder }, [[view, value]], { received });
  running = await startCollector(settings(), { purgeTimes });
  return async (around) => {
    const range = `from=${around - 45 * 86_400_000}&to=${around + 86_400_000}`;
    const answer = await fetch(`${running!.address}/v1/journeys?site=shop&${range}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    return answer.ok ? ((await answer.json()) as JourneyList).journeys.length : String(answer.status);
  };
}

it("a running collector purges by itself what has expired, keys first and then rows, and nothing else", async () => {
  const journeys = await startOver();
  await expect.poll(months, { timeout: 30_000 }).toEqual(new Set([monthOf(Date.now())]));
  const { destroyed } = await ask();
  for (const { kind, month, why } of destroyed) {
    expect({ kind, month, why }).toEqual({ kind: "kek", month: monthOf(LONG_AGO), why: "retention" });
  }
  expect(destroyed.length).toBeGreaterThan(0);
  // Rows reach the event store first, and go with a purge after that.
  await expect.poll(() => journeys(Date.now()), { timeout: 30_000 }).toBe(1);
  await expect.poll(() => journeys(LONG_AGO), { timeout: 30_000 }).toBe(0);
}, 90_000);

it("negative control: one that is told not to keeps it all", async () => {
  env["WAYSEAL_PURGE"] = "off";
  const journeys = await startOver();
  await expect.poll(() => journeys(LONG_AGO), { timeout: 30_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, purgeTimes.first + purgeTimes.every));
  expect(await months()).toEqual(new Set([monthOf(LONG_AGO), monthOf(Date.now())]));
  expect([await journeys(LONG_AGO), (await ask()).destroyed]).toEqual([1, []]);
}, 90_000);
