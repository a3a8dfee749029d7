import type { RequestAnswer, RequestKind, RequestList } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { DialogForm } from "../parts/dialog-form.js";
import { Field } from "../parts/field.js";
import { useDeed } from "../state/use-deed.js";
import { kindWords } from "./request-words.js";

/** The form for a new request, as a dialog. */
export function NewRequest(props: {
  readonly site: string;
  readonly jurisdictions: RequestList["jurisdictions"];
  readonly onAdded: (request: RequestAnswer) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { site, jurisdictions } = props;
  const [law, setLaw] = useState(jurisdictions[0]?.id ?? "");
  const [kind, setKind] = useState<RequestKind>("access");
  const [received, setReceived] = useState(() => new Date().toISOString().slice(0, 10));
  const [contact, setContact] = useState("");
  const [note, setNote] = useState("");
  const deed = useDeed();
  const kinds = jurisdictions.find(({ id }) => id === law)?.kinds ?? [];
  const chosen = kinds.includes(kind) ? kind : kinds[0];

  const submit = async () => {
    await deed.run(async () => {
      if (chosen === undefined) return;
      const today = new Date().toISOString().slice(0, 10);
      props.onAdded(
        await act.addRequest({
          ...{ site, kind: chosen, jurisdiction: law },
          ...(received === "" || received === today ? {} : { received: Date.parse(`${received}T00:00:00Z`) }),
          ...(contact.trim() === "" ? {} : { contact: contact.trim() }),
          ...(note.trim() === "" ? {} : { note: note.trim() }),
        }),
      );
    });
  };
  return (
    <DialogForm
      title="New request"
      button="Add request"
      deed={deed}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Field label="Law" help="It sets the day by which an answer is due. Not legal advice.">
        {(given) => (
          <select {...given} value={law} onChange={(event) => setLaw(event.currentTarget.value)}>
            {jurisdictions.map(({ id, name }) => (
              <option key={id} value={id}>
                {name.slice(0, 60)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="What is asked for">
        {(given) => (
          <select {...given} value={chosen} onChange={(event) => setKind(event.currentTarget.value as RequestKind)}>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {kindWords(one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Came in on">
        {(given) => (
          <input
            {...given}
            type="date"
            value={received}
            required
            onInput={(event) => setReceived(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="How to reach the person" help="Kept sealed, and destroyed when the request is closed.">
        {(given) => (
          <input
            {...given}
            value={contact}
            maxLength={500}
            autocomplete="off"
            onInput={(event) => setContact(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Note" help="For whoever handles it. Nothing personal: no name, address or number.">
        {(given) => (
          <textarea
            {...given}
            value={note}
            maxLength={500}
            rows={3}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
    </DialogForm>
  );
}
