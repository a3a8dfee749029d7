import type { JourneyEvent } from "@wayseal/collector/api";
import { column } from "./column.js";

/** A run of events of one visit. */
export interface Visit {
  readonly session: string;
  readonly pages: readonly PageStay[];
}

/** A run of events on one page. */
export interface PageStay {
  readonly page: string;
  readonly items: readonly StayItem[];
}

export type StayItem =
  { readonly kind: "event"; readonly event: JourneyEvent } | { readonly kind: "form"; readonly life: FormLife };

/** What became of one form, once, on one page. */
export interface FormLife {
  readonly form: string;
  readonly events: readonly JourneyEvent[];
  /** How many fields it offers, where that was said. */
  readonly offered: number | undefined;
  readonly outcome: "seen" | "begun" | "submitted" | "abandoned";
  readonly fields: readonly JourneyEvent[];
  readonly errors: readonly JourneyEvent[];
  /** The event that ended it. */
  readonly end: JourneyEvent | undefined;
}

const FORM_TYPES: ReadonlySet<string> = new Set([
  "form_view",
  "form_start",
  "field",
  "form_error",
  "form_submit",
  "form_abandon",
]);

/** Groups a journey's events, oldest first, by visit, page and form. Keeps each event exactly once. */
export function groupEvents(events: readonly JourneyEvent[]): Visit[] {
  const visits: { session: string; pages: { page: string; events: JourneyEvent[] }[] }[] = [];
  for (const event of events) {
    let visit = visits.at(-1);
    if (visit === undefined || visit.session !== event.session) {
      visit = { session: event.session, pages: [] };
      visits.push(visit);
    }
    const stay = visit.pages.at(-1);
    const again = event.type === "page_view" && stay?.events.some(({ type }) => type === "page_view") === true;
    if (stay === undefined || stay.page !== event.page || again)
      visit.pages.push({ page: event.page, events: [event] });
    else stay.events.push(event);
  }
  return visits.map(({ session, pages }) => ({
    session,
    pages: pages.map(({ page, events }) => ({ page, items: formsOf(events) })),
  }));
}

/** Gathers each form's events at the place of its first. After its end, the next event of that form is a new life. */
function formsOf(events: readonly JourneyEvent[]): StayItem[] {
  const items: ({ kind: "event"; event: JourneyEvent } | { kind: "form"; form: string; events: JourneyEvent[] })[] = [];
  const open = new Map<string, JourneyEvent[]>();
  for (const event of events) {
    if (!FORM_TYPES.has(event.type)) {
      items.push({ kind: "event", event });
      continue;
    }
    const form = column.text(event, "form");
    let life = open.get(form);
    if (life === undefined) {
      life = [];
      open.set(form, life);
      items.push({ kind: "form", form, events: life });
    }
    life.push(event);
    if (event.type === "form_submit" || event.type === "form_abandon") open.delete(form);
  }
  return items.map((item) => (item.kind === "event" ? item : { kind: "form", life: lifeOf(item.form, item.events) }));
}

function lifeOf(form: string, events: readonly JourneyEvent[]): FormLife {
  const of = (type: string) => events.filter((event) => event.type === type);
  const end = events.find(({ type }) => type === "form_submit" || type === "form_abandon");
  const view = of("form_view")[0];
  return {
    form,
    events,
    offered: view === undefined ? undefined : column.number(view, "fields"),
    fields: of("field"),
    errors: of("form_error"),
    end,
    outcome:
      end?.type === "form_submit"
        ? "submitted"
        : end?.type === "form_abandon"
          ? "abandoned"
          : events.some(({ type }) => type !== "form_view")
            ? "begun"
            : "seen",
  };
}
