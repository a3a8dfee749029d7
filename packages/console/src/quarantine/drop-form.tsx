import type { QuarantineChoice } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { number } from "../format/number.js";
import { DialogForm } from "../parts/dialog-form.js";
import { Field } from "../parts/field.js";
import { useDeed } from "../state/use-deed.js";

const WORD = "drop";

/** Asks once more before many records go for good. */
export function DropForm(props: {
  /** What goes, as in `All 12 records`. */
  readonly what: string;
  readonly which: QuarantineChoice;
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const [typed, setTyped] = useState("");
  const deed = useDeed();
  const ready = typed.trim() === WORD;
  return (
    <DialogForm
      title="Drop from quarantine"
      button="Drop for good"
      danger
      deed={deed}
      ready={ready}
      onSubmit={() => {
        if (!ready) return;
        void deed.run(async () => {
          const { dropped } = await act.dropQuarantined(props.which);
          props.onDone(dropped === 1 ? "1 record is gone." : `${number.of(dropped, "record")} are gone.`);
        });
      }}
      onClose={props.onClose}
    >
      <p>{props.what} would be gone for good: nobody could take that in any more.</p>
      <Field label={`Type ${WORD} to go on`}>
        {(given) => (
          <input
            {...given}
            type="text"
            autocomplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
    </DialogForm>
  );
}
