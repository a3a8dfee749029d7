import type { PolicyAnswer, PolicyExplained } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { Card } from "../parts/card.js";
import { DeedError } from "../parts/deed-error.js";
import { Field } from "../parts/field.js";
import { useConsole } from "../state/console-context.js";
import { useDeed } from "../state/use-deed.js";
import { Captured } from "../text/captured.js";
import { CountryChoice } from "./country-choice.js";
import { ViewerChoice } from "./viewer-choice.js";

const NAMES = [
  ["form", "Form", "Its name, such as checkout"],
  ["field", "Field", "Its name, such as email"],
  ["property", "or custom property", "Of track, such as plan"],
  ["trait", "or trait", "Of identify, such as company"],
  ["event", "Event", "Empty: any that can hold it. Some policies refuse events by type, or track by name"],
] as const;

/** Asks which rules decide on one value, and shows them one by one. */
export function ExplainForm({ policy }: { readonly policy: PolicyAnswer }): JSX.Element {
  const { site } = useConsole();
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const [told, setTold] = useState<PolicyExplained>();
  const deed = useDeed();
  const say = (name: string) => (value: string) => setSaid((before) => ({ ...before, [name]: value }));
  const submit = () => {
    const asked = Object.fromEntries(
      Object.entries(said)
        .map(([name, value]) => [name, value.trim()])
        .filter(([, value]) => value !== ""),
    ) as Record<string, string>;
    void deed.run(async () => setTold(await ask.explain({ site: site.id, ...asked })));
  };
  return (
    <div class="explain">
      <Card title="Explain">
        <form
          class="dialog-form"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <p class="quiet">What becomes of a value at {site.name.slice(0, 60)}, and who sees it.</p>
          {NAMES.map(([name, label, help]) => (
            <Field key={name} label={label} help={help}>
              {(given) => (
                <input
                  {...given}
                  value={said[name] ?? ""}
                  maxLength={256}
                  autocomplete="off"
                  onInput={(event) => say(name)(event.currentTarget.value)}
                />
              )}
            </Field>
          ))}
          <Field label="Class">
            {(given) => (
              <select
                {...given}
                value={said["class"] ?? ""}
                onChange={(event) => say("class")(event.currentTarget.value)}
              >
                <option value="">what the name tells</option>
                {policy.classes.map(({ class: name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <CountryChoice value={said["country"] ?? ""} packs={policy.packs} onChange={say("country")} />
          <ViewerChoice value={said["viewer"] ?? ""} onChange={say("viewer")} />
          <DeedError error={deed.error} />
          <div class="dialog-buttons">
            <button type="submit" class="button button-main" disabled={deed.busy}>
              Explain
            </button>
          </div>
        </form>
      </Card>
      <Card title="Step by step">
        <div role="status">
          {told === undefined ? (
            <p class="quiet">Ask, and each rule is said here in its order.</p>
          ) : (
            <Steps told={told} />
          )}
        </div>
      </Card>
    </div>
  );
}

function Steps({ told }: { readonly told: PolicyExplained }): JSX.Element {
  return (
    <>
      <p>
        <b>
          <Captured value={told.class} limit={60} />
        </b>{" "}
        under version {told.version}
      </p>
      <ol class="steps">
        {told.steps.map(({ by, says, then }, at) => (
          <li key={at}>
            <code>
              <Captured value={by} limit={80} />
            </code>
            <p>
              <Captured value={says} limit={400} />
            </p>
            {then === "" ? null : (
              <p class="steps-then">
                <span aria-hidden="true">→ </span>
                <Captured value={then} limit={80} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
