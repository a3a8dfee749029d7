import type { RevealAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import type { RequestError } from "../api/request.js";
import { shortSubject } from "../journey/journey-row.js";
import { Ago } from "../parts/ago.js";
import { DeedError } from "../parts/deed-error.js";
import { StepForm } from "../requests/step-form.js";
import { formatRoute } from "../route/format-route.js";
import { Captured } from "../text/captured.js";
import { leftOf, PURPOSES, stateOf } from "./reveal-words.js";

/** One reveal: who asks to see what of whom and why, and what can be done about it. */
export function RevealCard(props: {
  readonly reveal: RevealAnswer;
  readonly now: number;
  readonly busy: boolean;
  /** Why the last step with it was not taken. It is the page's: what somebody else did moves the card elsewhere. */
  readonly error: RequestError | undefined;
  readonly onStep: (step: () => Promise<unknown>) => void;
  readonly onChanged: () => void;
}): JSX.Element {
  const { reveal, now, busy, onStep, onChanged } = props;
  const { id, site, subject, by, decidedBy, may } = reveal;
  const [refusing, setRefusing] = useState(false);
  const { words, tone } = stateOf(reveal, now);
  const name = (person: RevealAnswer["by"]) => <Captured value={person.name ?? "Somebody who is gone"} limit={40} />;
  return (
    <article class="card reveal" aria-label={`${by.name ?? "Somebody"}: ${reveal.classes.join(", ")}`.slice(0, 120)}>
      <header class="card-head">
        <h3>
          {name(by)} asks to see <Captured value={reveal.classes.join(", ")} limit={160} />
        </h3>
        <span class={`badge ${tone}`}>{words}</span>
      </header>
      <p>
        <Captured value={reveal.reason} limit={500} />
      </p>
      <p class="quiet">
        {PURPOSES[reveal.purpose]} · visitor{" "}
        <a href={formatRoute({ page: "journey", site, subject })}>{shortSubject(subject)}</a> · asked{" "}
        <Ago at={reveal.asked} now={now} /> · for {reveal.minutes} min and {reveal.reads} reads
        {decidedBy === null ? null : <> · decided by {name(decidedBy)}</>}
        {words === "active" ? <> · {leftOf(reveal, now)}</> : null}
      </p>
      {reveal.note === null ? null : (
        <p>
          Refused: <Captured value={reveal.note} limit={500} />
        </p>
      )}
      {may.includes("refuse") && !may.includes("approve") ? (
        <p class="quiet">Whoever approves this must be cleared for all of it themselves. You may refuse it.</p>
      ) : null}
      <DeedError error={props.error} />
      {may.length === 0 ? null : (
        <div class="action-buttons">
          {may.includes("approve") ? (
            <button
              type="button"
              class="button button-main"
              disabled={busy}
              onClick={() => onStep(() => act.approveReveal(id, {}))}
            >
              Approve
            </button>
          ) : null}
          {may.includes("refuse") ? (
            <button type="button" class="button" disabled={busy} onClick={() => setRefusing(true)}>
              Refuse
            </button>
          ) : null}
          {may.includes("revoke") ? (
            <button type="button" class="button" disabled={busy} onClick={() => onStep(() => act.revokeReveal(id))}>
              {words === "active" ? "Revoke" : "Take back"}
            </button>
          ) : null}
        </div>
      )}
      {refusing ? (
        <StepForm
          title="Refuse"
          note="Reason"
          noteRequired
          button="Refuse reveal"
          onSubmit={async (note) => {
            await act.refuseReveal(id, note);
            onChanged();
          }}
          onClose={() => setRefusing(false)}
        />
      ) : null}
    </article>
  );
}
