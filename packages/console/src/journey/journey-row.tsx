import type { JourneySummary } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { number } from "../format/number.js";
import { Ago } from "../parts/ago.js";
import { SealMark } from "../parts/seal-mark.js";
import { formatRoute } from "../route/format-route.js";
import { Captured } from "../text/captured.js";
import { Sentence } from "./sentence.js";
import { summarise, summariseShort, whereabouts } from "./summarise.js";

export interface JourneyRowProps {
  readonly journey: JourneySummary;
  readonly site: string;
  readonly now: number;
  readonly small?: boolean;
  /** For a list in which arrows move and only one row takes part in tabbing. */
  readonly tabIndex?: number;
}

/** One journey in a list: a link whose name is the journey in words. */
export function JourneyRow({ journey, site, now, small = false, tabIndex = 0 }: JourneyRowProps): JSX.Element {
  const where = whereabouts(journey);
  return (
    <a
      class={small ? "journey-row journey-row-small" : "journey-row"}
      href={formatRoute({ page: "journey", site, subject: journey.subject })}
      tabIndex={tabIndex}
    >
      <SealMark subject={journey.subject} size={small ? 30 : 38} />
      <span class="journey-main">
        <span class="journey-line">
          <span class="journey-words">
            <Sentence words={small ? summariseShort(journey) : summarise(journey)} limit={small ? 40 : 72} />
          </span>
        </span>
        <span class="journey-meta">
          <span class="mono">{shortSubject(journey.subject)}</span>
          {where === "" ? null : <Captured value={where} limit={48} />}
          {small ? null : <span>{number.of(journey.events, "event")}</span>}
          {journey.generated ? <GeneratedBadge /> : null}
        </span>
      </span>
      <span class="journey-when">
        <Ago at={journey.last} now={now} />
      </span>
    </a>
  );
}

export function GeneratedBadge(): JSX.Element {
  return (
    <span class="badge badge-generated" title="Made for demonstration: no person made this journey">
      generated
    </span>
  );
}

/** @returns Enough of a pseudonym to tell it from others on a page. */
export function shortSubject(subject: string): string {
  return subject.length > 12 ? `${subject.slice(0, 6)}…${subject.slice(-4)}` : subject;
}
