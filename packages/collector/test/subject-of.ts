import type { JourneyList } from "@wayseal/collector/api";
import { expect } from "vitest";
import type { Stack } from "./stack.js";

/** The one visitor of a site. */
export async function subjectOf(stack: Pick<Stack, "url">, site: string, token: string): Promise<string> {
  const range = `from=${Date.now() - 86_400_000}&to=${Date.now() + 60_000}`;
  const headers = { Authorization: `Bearer ${token}` };
  const found = await fetch(`${stack.url}/v1/journeys?site=${site}&${range}`, { headers });
  const { journeys } = (await found.json()) as JourneyList;
  expect(journeys).toHaveLength(1);
  return journeys[0]!.subject;
}
