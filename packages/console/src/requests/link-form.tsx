import type { LookupAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { DialogForm } from "../parts/dialog-form.js";
import { Field } from "../parts/field.js";
import { useDeed } from "../state/use-deed.js";
import { Captured } from "../text/captured.js";

const BY = [
  { value: "email", label: "E-mail address" },
  { value: "phone", label: "Telephone number" },
  { value: "user-id", label: "Customer id" },
  { value: "subject", label: "Visitor id, 32 digits" },
] as const;

/** Finds whose events are meant, by a value that was stored or by the id itself, and links the request to them. */
export function LinkForm(props: {
  readonly site: string;
  readonly onLink: (subject: string) => Promise<void>;
  readonly onClose: () => void;
}): JSX.Element {
  const { site } = props;
  const [by, setBy] = useState<string>("email");
  const [value, setValue] = useState("");
  const [found, setFound] = useState<LookupAnswer["matches"]>();
  const deed = useDeed();
  const { busy, run } = deed;
  const link = (subject: string) =>
    run(() => props.onLink(subject)).then((done) => void (done ? props.onClose() : null));
  const submit = () =>
    by === "subject"
      ? link(value.trim().toLowerCase())
      : run(async () => setFound((await act.lookUp({ site, class: by, value: value.trim() })).matches));
  return (
    <DialogForm
      title="Whose events are meant"
      button={by === "subject" ? "Link" : "Find"}
      deed={deed}
      result={
        <div role="status">
          {found === undefined ? null : found.length === 0 ? (
            <p class="quiet">Nobody is found by that value.</p>
          ) : (
            <ul class="matches" aria-label="Visitors that were found">
              {found.map(({ subject, month, events }) => (
                <li key={subject}>
                  <code>
                    <Captured value={subject} limit={40} />
                  </code>
                  <span>
                    {events === null ? "" : `${events} events, `}last in <Captured value={month} limit={10} />
                  </span>
                  <button type="button" class="button button-quiet" disabled={busy} onClick={() => void link(subject)}>
                    Link<span class="sr-only"> to {subject.slice(0, 8)}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      }
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Field label="Find by">
        {(given) => (
          <select
            {...given}
            value={by}
            onChange={(event) => {
              setBy(event.currentTarget.value);
              setFound(undefined);
            }}
          >
            {BY.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Value" help="Anyone may type anyone's address: a match is not proof of who they are.">
        {(given) => (
          <input
            {...given}
            value={value}
            required
            maxLength={1024}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
        )}
      </Field>
    </DialogForm>
  );
}
