import type { Journey } from "@wayseal/collector/api";
import { ask } from "../api/ask.js";
import { mergeEvents } from "./merge-events.js";

const LIMIT = 200;

/** Reads the first `pages` pages of a journey into one. `next` says whether there is more. */
export async function readJourney(
  given: { readonly site: string; readonly subject: string; readonly pages: number; readonly reveal?: string },
  signal: AbortSignal,
): Promise<Journey> {
  const { pages, ...whose } = given;
  let journey = await ask.journey({ ...whose, limit: LIMIT }, signal);
  for (let page = 1; page < pages && journey.next !== null; page++) {
    const more = await ask.journey({ ...whose, limit: LIMIT, cursor: journey.next }, signal);
    journey = { ...more, summary: journey.summary, events: mergeEvents(journey.events, more.events) };
  }
  return { ...journey, events: mergeEvents([], journey.events) };
}
