import type { Journey, JourneyEvent, JourneyList } from "@wayseal/collector/api";
import type { Stack } from "./stack.js";

/** Reads every event of a site as a viewer with this token sees it, page by page, over all journeys. */
export async function readAll({ url }: Pick<Stack, "url">, token: string, site: string): Promise<JourneyEvent[]> {
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const answer = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const to = Date.now() + 60_000;
  const events: JourneyEvent[] = [];
  let next: string | null = "";
  while (next !== null) {
    const more: string = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
    const list: JourneyList = await ask(
      `/v1/journeys?site=${site}&from=${to - 30 * 86_400_000}&to=${to}&limit=100${more}`,
    );
    next = list.next;
    for (const { subject } of list.journeys) {
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const journey: Journey = await ask(`/v1/journeys/${subject}?site=${site}&limit=500${page}`);
        events.push(...journey.events);
        cursor = journey.next;
      }
    }
  }
  return events;
}
