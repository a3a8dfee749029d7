import type { JourneyEvent } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { duration } from "../format/duration.js";
import { number } from "../format/number.js";
import { Icon, type IconName } from "../parts/icon.js";
import { Captured } from "../text/captured.js";
import { column } from "./column.js";
import { describeEvent } from "./describe-event.js";
import { FieldValue } from "./field-chip.js";
import { EventTime } from "./event-time.js";
import type { FormLife } from "./group-events.js";
import { identity } from "./merge-events.js";
import { Sentence } from "./sentence.js";

const OUTCOME: Readonly<Record<FormLife["outcome"], { words: string; icon: IconName }>> = {
  submitted: { words: "submitted", icon: "done" },
  abandoned: { words: "abandoned", icon: "cross" },
  begun: { words: "begun, not ended yet", icon: "start" },
  seen: { words: "seen only", icon: "form" },
};

/** One life of one form: how it ended, and every field that was touched, in order. */
export function FormCard({ life, now }: { readonly life: FormLife; readonly now: number }): JSX.Element {
  const outcome = OUTCOME[life.outcome];
  const first = life.events[0];
  const longest = Math.max(1, ...life.fields.map((event) => column.number(event, "duration") ?? 0));
  const took = life.end === undefined ? undefined : column.number(life.end, "duration");
  return (
    <li class={`event event-form outcome-${life.outcome}`}>
      <span class="event-dot">
        <Icon name={outcome.icon} />
      </span>
      <div class="form-card">
        <div class="form-head">
          <h4>
            Form{" "}
            <span class="quoted">
              <Captured value={life.form === "" ? "(unnamed)" : life.form} limit={64} />
            </span>
          </h4>
          <span class={`badge outcome-${life.outcome}`}>{outcome.words}</span>
          {took === undefined ? null : <span class="form-took">{duration(took)}</span>}
          {first === undefined ? null : <EventTime at={first.occurred} now={now} />}
        </div>
        <p class="form-sum">{sum(life)}</p>
        {life.fields.length === 0 ? null : (
          <ol class="fields">
            {life.fields.map((event) => (
              <FieldLife key={identity(event)} event={event} longest={longest} />
            ))}
          </ol>
        )}
        {life.errors.map((event) => (
          <p key={identity(event)} class="form-error">
            <Icon name="warn" size={14} /> <Sentence words={describeEvent(event).words} />
          </p>
        ))}
      </div>
    </li>
  );
}

function sum({ fields, offered, end, errors }: FormLife): string {
  const parts = [offered === undefined ? "" : number.of(offered, "field"), `${number.whole(fields.length)} visited`];
  const filled = end === undefined ? undefined : column.number(end, "fields");
  if (filled !== undefined) parts.push(`${number.whole(filled)} filled`);
  const refills = fields.reduce((all, event) => all + (column.number(event, "refills") ?? 0), 0);
  const corrections = fields.reduce((all, event) => all + (column.number(event, "corrections") ?? 0), 0);
  if (refills > 0) parts.push(number.of(refills, "refill"));
  if (corrections > 0) parts.push(number.of(corrections, "correction"));
  if (errors.length > 0) parts.push(number.of(errors.length, "error"));
  return parts.filter((part) => part !== "").join(" · ");
}

function FieldLife({ event, longest }: { readonly event: JourneyEvent; readonly longest: number }): JSX.Element {
  const spent = column.number(event, "duration") ?? 0;
  const changes = column.number(event, "changes") ?? 0;
  const refills = column.number(event, "refills") ?? 0;
  const corrections = column.number(event, "corrections") ?? 0;
  return (
    <li class="field">
      <div class="field-head">
        <span class="field-name">
          <Captured value={column.text(event, "field")} limit={60} />
        </span>
        <span class="field-time">
          <span class="field-track" aria-hidden="true">
            <i ref={(element) => void (element !== null && (element.style.width = `${(100 * spent) / longest}%`))} />
          </span>
          {duration(spent)}
        </span>
      </div>
      <div class="field-facts">
        <span>{number.of(changes, "change")}</span>
        {refills > 0 ? <span class="fact-strong">{number.of(refills, "refill")}</span> : null}
        {corrections > 0 ? <span class="fact-strong">{number.of(corrections, "correction")}</span> : null}
        {column.flag(event, "pasted") ? (
          <span>
            <Icon name="paste" size={13} /> pasted
          </span>
        ) : null}
        {column.flag(event, "autofilled") ? (
          <span>
            <Icon name="magic" size={13} /> autofilled
          </span>
        ) : null}
        <span>{column.flag(event, "filled") ? "left filled" : "left empty"}</span>
        {column.flag(event, "valid") ? null : <span class="fact-bad">not valid</span>}
        {event.fields.length > 0 ? null : (
          <span class="fact-class">
            <Captured value={column.text(event, "class")} limit={40} />
          </span>
        )}
      </div>
      {event.fields.map((field, index) => (
        <FieldValue key={index} field={field} name={field.path !== "value"} />
      ))}
    </li>
  );
}
