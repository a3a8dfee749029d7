import type { ComponentChildren, JSX } from "preact";
import type { Deed } from "../state/use-deed.js";
import { DeedError } from "./deed-error.js";
import { Dialog } from "./dialog.js";

/** A dialog that is a form: its fields, why it failed, and the buttons that end it. */
export function DialogForm(props: {
  readonly title: string;
  /** What the button says that does it. */
  readonly button: string;
  readonly danger?: boolean;
  readonly deed: Pick<Deed, "busy" | "error">;
  /** Whether it can be done as it stands; left out where the fields' own rules say so. */
  readonly ready?: boolean;
  readonly children: ComponentChildren;
  /** What came of it and does not end the dialog. */
  readonly result?: ComponentChildren;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { busy, error } = props.deed;
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        {props.children}
        <DeedError error={error} />
        {props.result}
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={props.onClose}>
            Cancel
          </button>
          <button
            type="submit"
            class={props.danger === true ? "button button-danger" : "button button-main"}
            disabled={busy}
            aria-disabled={props.ready === undefined ? undefined : !props.ready}
          >
            {props.button}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
