import type { PolicyChangesAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { DialogForm } from "../parts/dialog-form.js";
import { useDeed } from "../state/use-deed.js";
import { changeWords } from "./changes-table.js";

/** Asks before a policy comes into force; what loosens something must be said to be known. */
export function ApplyDialog(props: {
  readonly changes: PolicyChangesAnswer["changes"];
  /** The number that it gets. */
  readonly to: number;
  readonly onApply: () => Promise<void>;
  readonly onClose: () => void;
}): JSX.Element {
  const { changes, to } = props;
  const loosens = changes.some(({ way }) => way === "looser");
  const [known, setKnown] = useState(false);
  const deed = useDeed();
  return (
    <DialogForm
      title={`Apply version ${to}`}
      button="Apply"
      danger={loosens}
      deed={deed}
      onSubmit={() => void deed.run(props.onApply)}
      onClose={props.onClose}
    >
      <p>
        It holds for the next event and the next question, at all sites: {changeWords(changes)}. Who applied it stands
        in the audit trail.
      </p>
      {loosens ? (
        <label class="check">
          <input type="checkbox" required checked={known} onChange={(event) => setKnown(event.currentTarget.checked)} />
          <span>I have read what is loosened.</span>
        </label>
      ) : null}
    </DialogForm>
  );
}
