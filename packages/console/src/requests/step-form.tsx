import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { DialogForm } from "../parts/dialog-form.js";
import { Field } from "../parts/field.js";
import { useDeed } from "../state/use-deed.js";

/** A dialog that asks before a step is made: for a note or reason, or for a word that must be typed. */
export function StepForm(props: {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** The field's label; without one there is no note. */
  readonly note?: string;
  readonly noteRequired?: boolean;
  /** Must be typed: for what cannot be undone. */
  readonly word?: string;
  readonly button: string;
  readonly danger?: boolean;
  readonly onSubmit: (note: string) => Promise<void>;
  readonly onClose: () => void;
}): JSX.Element {
  const { note: label, word } = props;
  const [note, setNote] = useState("");
  const [typed, setTyped] = useState("");
  const deed = useDeed();
  const ready = (word === undefined || typed.trim() === word) && (props.noteRequired !== true || note.trim() !== "");
  const submit = () => {
    if (ready) void deed.run(() => props.onSubmit(note.trim())).then((done) => void (done && props.onClose()));
  };
  return (
    <DialogForm
      title={props.title}
      button={props.button}
      danger={props.danger === true}
      deed={deed}
      ready={ready}
      onSubmit={submit}
      onClose={props.onClose}
    >
      {props.children}
      {label === undefined ? null : (
        <Field label={label} help="Nothing personal: no name, address or number.">
          {(given) => (
            <textarea
              {...given}
              value={note}
              maxLength={500}
              rows={3}
              required={props.noteRequired === true}
              onInput={(event) => setNote(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {word === undefined ? null : (
        <Field label={`Type ${word} to go on`}>
          {(given) => (
            <input
              {...given}
              value={typed}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
    </DialogForm>
  );
}
