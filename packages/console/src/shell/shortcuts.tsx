import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useRemembered } from "../state/use-remembered.js";

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["g", "o"], "Overview"],
  [["g", "j"], "Journeys"],
  [["g", "l"], "Loss"],
  [["g", "r"], "Requests, where you are cleared for them"],
  [["g", "v"], "Reveals, where you may ask for or approve them"],
  [["g", "p"], "People, where you keep them"],
  [["g", "c"], "Policy, where you keep it"],
  [["g", "q"], "Quarantine, where you may mend it"],
  [["g", "a"], "Audit, where you may read it"],
  [["g", "k"], "Keys, where you are cleared for them"],
  [["j"], "Next journey in the list, also ↓"],
  [["k"], "Previous journey in the list, also ↑"],
  [["t"], "Change the theme"],
  [["?"], "These shortcuts"],
  [["Esc"], "Close"],
];

/** The list of shortcuts, with a switch for single keys: speech input and slips would set them off (WCAG 2.1.4). */
export function Shortcuts({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [keys, setKeys] = useRemembered("keys", ["on", "off"]);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class="shortcuts"
      aria-labelledby="shortcuts-title"
      onClose={onClose}
      onClick={(event) => {
        // On the backdrop: the dialog itself is hit, nothing inside it.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="shortcuts-body">
        <h2 id="shortcuts-title">Shortcuts</h2>
        <dl>
          {KEYS.map(([keys, what]) => (
            <div key={what}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={keys === "on"}
            onChange={(event) => setKeys(event.currentTarget.checked ? "on" : "off")}
          />
          <span>Single-key shortcuts</span>
        </label>
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </dialog>
  );
}
