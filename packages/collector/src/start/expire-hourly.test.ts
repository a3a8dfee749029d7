import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { quarantinedSite, SHAPELESS } from "../../test/quarantined-site.js";
import { DAY } from "../../test/site-collector.js";
import { expireHourly } from "./expire-hourly.js";

type Site = Awaited<ReturnType<typeof quarantinedSite>>;
let site: Site;
beforeEach(async () => {
  site = await quarantinedSite();
});
afterEach(() => site.close());

it("a running collector destroys what has waited for seven days, by the hour, and writes it down", async () => {
  await site.send([SHAPELESS]);
  const schedule = expireHourly(site.parts, { first: 1, every: 5 });
  try {
    const waits = () => site.catalog.quarantined({ site: "shop" }, 10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await waits()).toHaveLength(1);
    site.clock.at += 7 * DAY;
    await vi.waitUntil(async () => (await waits()).length === 0, { timeout: 20_000 });
    const written = async () => site.catalog.auditEntries({ action: "purge" }, 10);
    await vi.waitUntil(async () => (await written()).length === 1, { timeout: 20_000 });
    expect(JSON.parse((await written())[0]!.body)).toMatchObject({
      ...{ actor: "quarantine", kind: "system", detail: { of: "quarantine", keys: 1, records: 1 } },
    });
  } finally {
    await schedule.stop();
  }
});
