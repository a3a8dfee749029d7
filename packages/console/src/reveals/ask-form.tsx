import type { JourneyEvent, RevealAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { DialogForm } from "../parts/dialog-form.js";
import { Field } from "../parts/field.js";
import { useDeed } from "../state/use-deed.js";
import { PURPOSES } from "./reveal-words.js";

/** Asks to see classes of this visitor that are masked or withheld now. */
export function AskForm(props: {
  readonly site: string;
  readonly subject: string;
  readonly events: readonly JourneyEvent[];
  readonly purposes: readonly RevealAnswer["purpose"][];
  readonly onAsked: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const hidden = useMemo(() => hiddenClasses(props.events), [props.events]);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [purpose, setPurpose] = useState(props.purposes[0]);
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState("15");
  const deed = useDeed();
  const ready = chosen.length > 0 && reason.trim() !== "" && purpose !== undefined;

  const submit = async () => {
    if (!ready) return;
    const { site, subject } = props;
    const body = { site, subject, classes: chosen, purpose, reason: reason.trim(), minutes: Number(minutes) };
    if (await deed.run(async () => void (await act.askReveal(body)))) props.onAsked();
  };
  return (
    <DialogForm
      title="Ask to see more"
      button="Ask"
      deed={deed}
      ready={ready}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <p>Somebody else must approve. What is shown, to whom and why is written to the audit trail.</p>
      <fieldset class="checks">
        <legend>What you need to see</legend>
        {hidden.length === 0 ? <p class="quiet">Nothing of this journey is masked or withheld.</p> : null}
        {hidden.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={(event) =>
                setChosen(event.currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
              }
            />
            <span>{name.slice(0, 40)}</span>
          </label>
        ))}
      </fieldset>
      <Field label="Purpose">
        {(given) => (
          <select
            {...given}
            value={purpose}
            onChange={(event) => setPurpose(event.currentTarget.value as RevealAnswer["purpose"])}
          >
            {props.purposes.map((name) => (
              <option key={name} value={name}>
                {PURPOSES[name]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Reason" help="For whoever approves. Nothing personal: no name, address or number.">
        {(given) => (
          <textarea
            {...given}
            value={reason}
            required
            maxLength={500}
            rows={3}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Minutes" help="It ends by itself this long after it was approved.">
        {(given) => (
          <input
            {...given}
            type="number"
            min={1}
            max={480}
            required
            value={minutes}
            onInput={(event) => setMinutes(event.currentTarget.value)}
          />
        )}
      </Field>
    </DialogForm>
  );
}

function hiddenClasses(events: readonly JourneyEvent[]): readonly string[] {
  const hidden = events.flatMap(({ fields }) =>
    fields.filter(({ state }) => state === "masked" || state === "withheld"),
  );
  return [...new Set(hidden.map((field) => field.class))].sort();
}
