import type { JourneyEvent, JourneyField } from "../api.js";
import type { ExportBegun } from "./export-source.js";
import type { ExportManifest, ExportProfile, FieldState } from "./format.js";

/** Distinct values kept of one thing: an archive of many events must not fill the memory by what it sums up. */
const MOST = 1_000;

/** Sums events up as they pass: what the manifest counts and the profile tells. */
export interface FactCollector {
  add(event: JourneyEvent): void;
  readonly events: number;
  profile(): ExportProfile;
  summary(): Pick<ExportManifest, "complete" | "period" | "policies" | "counts">;
}

export function collectFacts({ site, subject, facts }: ExportBegun): FactCollector {
  let events = 0;
  let first: number | null = null;
  let last: number | null = null;
  const sessions = new Set<string>();
  const types: Record<string, number> = Object.create(null) as Record<string, number>;
  const policies = new Set<number>();
  const fields: Record<FieldState, number> = {
    ...{ shown: 0, masked: 0, withheld: 0, removed: 0, unreadable: 0, uncaptured: 0 },
  };
  let columns = true;
  const seen = { country: new Set<string>(), language: new Set<string>(), source: new Set<string>() };
  const consent: { at: string; state: string }[] = [];
  const identities = new Map<string, JourneyField & { first: string; last: string }>();

  function identify(field: JourneyField, at: string): void {
    const key = JSON.stringify([field.path, field.state, field.value]);
    const known = identities.get(key);
    if (known !== undefined) known.last = at;
    else if (identities.size < MOST) identities.set(key, { ...field, first: at, last: at });
  }

  return {
    get events() {
      return events;
    },

    add(event) {
      const at = new Date(event.occurred).toISOString();
      events += 1;
      first ??= event.occurred;
      last = event.occurred;
      sessions.add(event.session);
      policies.add(event.policy);
      types[event.type] = (types[event.type] ?? 0) + 1;
      if (event.withheld !== undefined) columns = false;
      for (const field of event.fields) {
        fields[field.state] += 1;
        if (event.type === "identify") identify(field, at);
      }
      for (const name of ["country", "language", "source"] as const) {
        const value = event.columns[name];
        if (typeof value === "string" && seen[name].size < MOST) seen[name].add(value);
      }
      const state = event.columns["consent"];
      if (typeof state === "string" && consent.at(-1)?.state !== state && consent.length < MOST) {
        consent.push({ at, state });
      }
    },

    profile: () => ({
      site: site.id,
      subject,
      first: iso(first),
      last: iso(last),
      events,
      sessions: sessions.size,
      browsers: facts.mappings,
      keys: facts.keys,
      countries: [...seen.country],
      languages: [...seen.language],
      sources: [...seen.source],
      consent,
      identities: [...identities.values()],
    }),

    summary: () => ({
      complete:
        columns && facts.waiting === 0 && fields.masked === 0 && fields.withheld === 0 && fields.unreadable === 0,
      period: { first: iso(first), last: iso(last) },
      policies: [...policies].sort((a, b) => a - b),
      counts: { events, sessions: sessions.size, types: { ...types }, fields: { ...fields }, waiting: facts.waiting },
    }),
  };
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
