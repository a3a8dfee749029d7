import type { TrendsAnswer, TrendsQuery } from "@wayseal/collector/api";
import { ask } from "../api/ask.js";
import { RequestError } from "../api/request.js";
import type { Range } from "../route/route.js";
import { spanOf, type Span } from "../state/span-of.js";

/** A ranking, or by which rule it is not told: this viewer may not see what it goes by. */
export type Breakdown = TrendsAnswer | { readonly withheld: string };

/** The figures of the overview, as of one moment. */
export interface Overview {
  readonly span: Span;
  readonly events: TrendsAnswer;
  readonly subjects: TrendsAnswer;
  readonly sessions: TrendsAnswer;
  readonly types: Breakdown;
  readonly pages: Breakdown;
  readonly countries: Breakdown;
  readonly submitted: Breakdown;
  readonly abandoned: Breakdown;
}

/** Asks for it. With `generated: false`, without what was generated for demonstration. */
export async function readOverview(
  given: { readonly site: string; readonly range: Range; readonly generated: boolean; readonly now: number },
  signal: AbortSignal,
): Promise<Overview> {
  const span = spanOf(given.range, given.now);
  const base = {
    site: given.site,
    from: span.from,
    to: span.to,
    interval: span.interval,
    ...(given.generated ? {} : { generated: false }),
  };
  const trends = (more: Pick<TrendsQuery, "measure" | "by" | "type">) => ask.trends({ ...base, ...more }, signal);
  // A breakdown needs no line over time: one coarse interval is less to compute and to send.
  const wide = { ...base, interval: given.range === "1h" ? "hour" : "day" } as const;
  const ranking = async (more: Pick<TrendsQuery, "measure" | "by" | "type">): Promise<Breakdown> => {
    try {
      return await ask.trends({ ...wide, ...more }, signal);
    } catch (error) {
      if (error instanceof RequestError && error.code === "not-cleared") return { withheld: error.message };
      throw error;
    }
  };
  const [events, subjects, sessions, types, pages, countries, submitted, abandoned] = await Promise.all([
    trends({ measure: "events" }),
    trends({ measure: "subjects" }),
    trends({ measure: "sessions" }),
    ranking({ measure: "events", by: "type" }),
    ranking({ measure: "events", by: "page", type: "page_view" }),
    ranking({ measure: "subjects", by: "country" }),
    ranking({ measure: "events", by: "form", type: "form_submit" }),
    ranking({ measure: "events", by: "form", type: "form_abandon" }),
  ]);
  return { span, events, subjects, sessions, types, pages, countries, submitted, abandoned };
}
