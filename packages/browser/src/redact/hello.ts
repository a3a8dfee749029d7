import { attempt } from "../guard.js";
import { SDK } from "../version.js";
import type { Identity, PageContext, RedactedEvent, Removed } from "../states.js";
import type { PreviousStream } from "@wayseal/protocol";
import { cleanText } from "./text.js";
import { stamp } from "./stamp.js";

export interface HelloFacts {
  readonly context: PageContext;
  readonly who: Identity;
  /** Wall clock when the stream began. */
  readonly clock: number;
  /** The page's monotonic clock then. */
  readonly time: number;
  readonly query: readonly string[];
  readonly earlier: readonly PreviousStream[];
  readonly token?: string | undefined;
  readonly country?: string | undefined;
  readonly generated?: boolean | undefined;
  /** The share of visitors that is measured. */
  readonly sample?: number | undefined;
}

/** Makes hello, a stream's record 0. Empty facts are left out: it travels with every envelope. */
export function redactHello(facts: HelloFacts): RedactedEvent {
  const { context, who, clock, time, query, earlier } = facts;
  const { searchParams } = new URL(context.page);
  const campaign: Record<string, string> = {};
  const removed: Removed = {};
  for (const name of ["source", "medium", "campaign", "term", "content"]) {
    const given = searchParams.get(`utm_${name}`) ?? "";
    const value = cleanText(given, 128);
    if (value !== given) removed["campaign"] = "cleaned";
    if (value) campaign[name === "campaign" ? "name" : name] = value;
  }
  const referrer = attempt(() => new URL(context.referrer).host) ?? "";
  if (referrer !== context.referrer) removed["referrer"] = "cleaned";
  const body: Record<string, unknown> = {
    type: "hello",
    schema: 1,
    sdk: SDK,
    ...who,
    clock,
    referrer,
    viewport: context.viewport,
    language: context.language.slice(0, 35),
    zone: context.zone.slice(0, 64),
    campaign,
    country: facts.country,
    token: facts.token,
    previous: earlier,
    generated: facts.generated,
    sample: facts.sample,
  };
  for (const [name, value] of Object.entries(body)) if (isEmpty(value)) delete body[name];
  return stamp(time, context.page, query, body, removed);
}

function isEmpty(value: unknown): boolean {
  return !value || (typeof value === "object" && !Object.keys(value).length);
}
