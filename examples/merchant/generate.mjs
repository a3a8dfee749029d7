import { argv, env } from "node:process";
import { pathToFileURL } from "node:url";
import { JOURNEYS } from "./journeys/journeys.mjs";
import { fetchKey } from "./sender/fetch-key.mjs";
import { postEnvelopes } from "./sender/post-envelopes.mjs";
import { createVisitor } from "./sender/visitor.mjs";

/**
 * Sends a day of made-up journeys through the front door, sealed like any visitor's, so that a new console is not
 * empty. Every one is marked `generated` in its hello.
 *
 * @param {{ collector: string, shop: string, site?: string }} settings Addresses of the collector and of the shop;
 *   `site` defaults to `shop`.
 * @returns {Promise<{ journeys: number, events: number }>} Rejects where the collector does not take them.
 */
export async function generate({ collector, shop, site = "shop" }) {
  const key = await fetchKey(collector, site);
  const now = Date.now();
  let events = 0;
  for (const { hours, person, tell } of JOURNEYS) {
    const visitor = createVisitor({ site, key, origin: shop, person, begin: Math.round(now - hours * 3_600_000) });
    tell(visitor);
    const sealed = visitor.seal();
    await postEnvelopes(collector, shop, sealed.body);
    events += sealed.events;
  }
  return { journeys: JOURNEYS.length, events };
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const { COLLECTOR_URL = "http://127.0.0.1:8420", SHOP_URL = "http://127.0.0.1:8421" } = env;
  const { journeys, events } = await generate({ collector: COLLECTOR_URL, shop: SHOP_URL });
  console.log(`${journeys} journeys, ${events} events`);
}
