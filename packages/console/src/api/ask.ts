import type {
  InstallAnswer,
  Journey,
  JourneyList,
  LossAnswer,
  TrendsAnswer,
  TrendsQuery,
} from "@wayseal/collector/api";
import { request } from "./request.js";

interface Span {
  readonly site: string;
  readonly from: number;
  readonly to: number;
}

/** The questions that pages ask. Each rejects with `RequestError`. */
export const ask = {
  trends: (body: TrendsQuery, signal: AbortSignal) =>
    request<TrendsAnswer>("query/trends", { method: "POST", body, signal }),

  loss: (body: Span, signal: AbortSignal) => request<LossAnswer>("query/loss", { method: "POST", body, signal }),

  install: (site: string, signal: AbortSignal) => request<InstallAnswer>(`sites/${site}/install`, { signal }),

  journeys: ({ cursor, ...rest }: Span & { limit: number; cursor?: string }, signal: AbortSignal) =>
    request<JourneyList>(`journeys?${query({ ...rest, ...(cursor === undefined ? {} : { cursor }) })}`, { signal }),

  journey: (
    { subject, site, limit, cursor }: { subject: string; site: string; limit: number; cursor?: string },
    signal: AbortSignal,
  ) =>
    request<Journey>(
      `journeys/${encodeURIComponent(subject)}?${query({ site, limit, ...(cursor === undefined ? {} : { cursor }) })}`,
      { signal },
    ),
};

function query(values: Readonly<Record<string, string | number>>): string {
  return new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();
}
