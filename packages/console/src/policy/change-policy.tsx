import type { PolicyAnswer, PolicyChecked } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { Card } from "../parts/card.js";
import { DeedError } from "../parts/deed-error.js";
import { Field } from "../parts/field.js";
import { useDeed } from "../state/use-deed.js";
import { ApplyDialog } from "./apply-dialog.js";
import { changeWords, ChangesTable } from "./changes-table.js";
import { PolicyFault } from "./policy-fault.js";

/** Where the file's own line and column lie in its text. */
export function offsetOf(text: string, line: number, column: number): number {
  const before = text.split("\n").slice(0, Math.max(0, line - 1));
  return Math.min(text.length, before.reduce((sum, one) => sum + one.length + 1, 0) + Math.max(0, column - 1));
}

/** Another policy: write or open it, see what is wrong with it or what it changes, and put it in force. */
export function ChangePolicy(props: { readonly policy: PolicyAnswer; readonly onApplied: () => void }): JSX.Element {
  const { policy, onApplied } = props;
  const [source, setSource] = useState(policy.source);
  /** What was found, and of which text. */
  const [checked, setChecked] = useState<{ readonly of: string; readonly found: PolicyChecked }>();
  const [asking, setAsking] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const deed = useDeed();
  const found = checked?.of === source ? checked.found : undefined;
  const fault = found?.fault ?? null;

  const check = async () => {
    await deed.run(async () => {
      const found = await act.checkPolicy(source);
      setChecked({ of: source, found });
      if (found.fault === null || found.fault.line === 0) return;
      const at = offsetOf(source, found.fault.line, found.fault.column);
      editor.current?.focus();
      editor.current?.setSelectionRange(at, at);
    });
  };
  const open = async (file: File | undefined) => {
    if (file !== undefined) await deed.run(async () => setSource(await file.text()));
  };
  return (
    <>
      <Card title="Another policy">
        <form
          class="dialog-form"
          onSubmit={(event) => {
            event.preventDefault();
            void check();
          }}
        >
          <Field label="wayseal.policy.yaml" help="It begins as what is in force. Nothing changes until you apply it.">
            {(given) => (
              <textarea
                {...given}
                ref={editor}
                class="editor"
                rows={14}
                wrap="off"
                spellcheck={false}
                autocapitalize="off"
                maxLength={60_000}
                aria-invalid={fault !== null}
                value={source}
                onInput={(event) => setSource(event.currentTarget.value)}
              />
            )}
          </Field>
          {fault === null ? null : <PolicyFault source={source} fault={fault} />}
          <DeedError error={deed.error} />
          <div class="action-buttons">
            <button type="submit" class="button button-main" disabled={deed.busy}>
              Check
            </button>
            <label class="button file-button">
              <input
                class="sr-only"
                type="file"
                accept=".yaml,.yml,text/yaml,application/yaml"
                onChange={(event) => void open(event.currentTarget.files?.[0])}
              />
              Open a file
            </label>
            <button
              type="button"
              class="button"
              disabled={source === policy.source}
              onClick={() => setSource(policy.source)}
            >
              Begin again
            </button>
          </div>
        </form>
      </Card>
      {found?.fault !== null ? null : (
        <Card title="What it would change">
          <p role="status">
            Against version {found.from}: {changeWords(found.changes)}.
          </p>
          <ChangesTable changes={found.changes} caption="What it would change" />
          {policy.appliable ? (
            <div class="action-buttons">
              <button type="button" class="button button-main" onClick={() => setAsking(true)}>
                Apply
              </button>
            </div>
          ) : (
            <p class="quiet">It is one for all sites, so it is applied by somebody to whom all sites are open.</p>
          )}
          {asking ? (
            <ApplyDialog
              changes={found.changes}
              to={found.to}
              onApply={async () => {
                await act.applyPolicy({ source, after: found.from });
                onApplied();
              }}
              onClose={() => setAsking(false)}
            />
          ) : null}
        </Card>
      )}
    </>
  );
}
