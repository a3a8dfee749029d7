import type { RequestAnswer, RequestList } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { Card } from "../parts/card.js";
import { DeedError } from "../parts/deed-error.js";
import { Field } from "../parts/field.js";
import { useDeed } from "../state/use-deed.js";
import { LinkForm } from "./link-form.js";
import { StepForm } from "./step-form.js";

type Open = "check-identity" | "start" | "finish" | "refuse" | "extend" | "note" | "confirm" | "link" | "erase";

const NEXT = {
  received: { move: "check-identity", words: "Identity checked" },
  "identity-checked": { move: "start", words: "Begin work" },
  "in-work": { move: "finish", words: "Close as done" },
} as const;

/** What can be done about a request now. What cannot be undone asks first. */
export function Actions(props: {
  readonly request: RequestAnswer;
  readonly handlers: RequestList["handlers"];
  /** Whether this person may erase. */
  readonly erases: boolean;
  /** Whether this person may take out what is held about somebody. */
  readonly exports: boolean;
  readonly onChanged: () => void;
}): JSX.Element {
  const { request, handlers, erases, exports, onChanged } = props;
  const { id, state, subject } = request;
  const [open, setOpen] = useState<Open>();
  const { busy, error, run } = useDeed();
  const closed = request.closed !== null;
  const next = state === "done" || state === "refused" ? undefined : NEXT[state];
  const close = () => setOpen(undefined);
  const move = async (body: Readonly<Record<string, string>>) => {
    await act.moveRequest(id, body);
    onChanged();
  };
  const noted = (name: string) => (note: string) => move({ move: name, ...(note === "" ? {} : { note }) });

  return (
    <Card title="What to do" class="actions" busy={busy}>
      {closed ? <p class="quiet">This request is closed. A note can still be added.</p> : null}
      {closed ? null : (
        <Field label="Handled by">
          {(given) => (
            <select
              {...given}
              value={request.handler ?? ""}
              disabled={busy}
              onChange={(event) => {
                const to = event.currentTarget.value;
                if (to !== "") void run(() => move({ move: "assign", to }));
              }}
            >
              <option value="" disabled>
                Nobody yet
              </option>
              {handlers.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name.slice(0, 60)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <DeedError error={error} />
      <div class="action-buttons">
        {next === undefined ? null : (
          <button type="button" class="button button-main" onClick={() => setOpen(next.move)}>
            {next.words}
          </button>
        )}
        {closed || request.confirmBy === null || request.confirmed !== null ? null : (
          <button type="button" class="button" onClick={() => setOpen("confirm")}>
            Receipt confirmed
          </button>
        )}
        {closed ? null : (
          <button type="button" class="button" onClick={() => setOpen("link")}>
            {subject === null ? "Link to a visitor" : "Link to another visitor"}
          </button>
        )}
        {state === "in-work" && subject !== null && exports ? (
          <button
            type="button"
            class="button"
            disabled={busy}
            onClick={() => void run(async () => void (await act.exportRequest(id))).then(onChanged)}
          >
            Export their data
          </button>
        ) : null}
        {state === "in-work" && subject !== null && erases ? (
          <button type="button" class="button button-danger" onClick={() => setOpen("erase")}>
            Erase their data
          </button>
        ) : null}
        {request.extendable && !request.overdue ? (
          <button type="button" class="button" onClick={() => setOpen("extend")}>
            Extend
          </button>
        ) : null}
        {closed ? null : (
          <button type="button" class="button" onClick={() => setOpen("refuse")}>
            Refuse
          </button>
        )}
        <button type="button" class="button" onClick={() => setOpen("note")}>
          Add a note
        </button>
      </div>
      {state === "in-work" && subject !== null && !erases ? (
        <p class="quiet">Erasing takes the right to erase.</p>
      ) : null}
      {state === "in-work" && subject !== null && !exports ? (
        <p class="quiet">Exporting takes the right to export.</p>
      ) : null}
      {state === "received" || state === "identity-checked" ? (
        <p class="quiet">Exporting and erasing come once the identity is checked and work has begun.</p>
      ) : null}
      {open === "link" ? (
        <LinkForm site={request.site} onLink={(to) => move({ move: "link", subject: to })} onClose={close} />
      ) : null}
      {open === "check-identity" ? (
        <StepForm title="Identity checked" note="How" button="It is them" onSubmit={noted(open)} onClose={close}>
          <p>You have made sure that whoever asks is the person whose data is meant.</p>
        </StepForm>
      ) : null}
      {open === "confirm" || open === "start" || open === "note" ? (
        <StepForm
          title={open === "confirm" ? "Receipt confirmed" : open === "start" ? "Begin work" : "Add a note"}
          note="Note"
          noteRequired={open === "note"}
          button={open === "note" ? "Add note" : "Go on"}
          onSubmit={noted(open)}
          onClose={close}
        />
      ) : null}
      {open === "finish" ? (
        <StepForm title="Close as done" note="Note" button="Close request" onSubmit={noted(open)} onClose={close}>
          <p>The contact is destroyed. The history stays.</p>
        </StepForm>
      ) : null}
      {open === "refuse" ? (
        <StepForm
          title="Refuse"
          note="Reason"
          noteRequired
          button="Refuse request"
          danger
          onSubmit={noted(open)}
          onClose={close}
        >
          <p>The person must be told why, and where they can complain. The contact is destroyed.</p>
        </StepForm>
      ) : null}
      {open === "extend" ? (
        <StepForm title="Extend" note="Reason" noteRequired button="Extend" onSubmit={noted(open)} onClose={close}>
          <p>Once only. The person must be told why before {request.due}.</p>
        </StepForm>
      ) : null}
      {open === "erase" && subject !== null ? (
        <StepForm
          title="Erase their data"
          word={subject.slice(0, 6)}
          button="Erase for good"
          danger
          onSubmit={async () => {
            await act.eraseRequest(id);
            onChanged();
          }}
          onClose={close}
        >
          <p>
            Everything that is sealed about visitor <code>{subject.slice(0, 6)}</code> can be read by nobody from then
            on. It cannot be undone.
          </p>
        </StepForm>
      ) : null}
    </Card>
  );
}
