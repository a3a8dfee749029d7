import type { PolicyAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { Answered } from "../parts/answered.js";
import { Choice } from "../parts/choice.js";
import { Page } from "../parts/page.js";
import { ChangePolicy } from "../policy/change-policy.js";
import { ClassMatrix } from "../policy/class-matrix.js";
import { CountryChoice } from "../policy/country-choice.js";
import { ExplainForm } from "../policy/explain-form.js";
import { InForce } from "../policy/in-force.js";
import { PolicyLists } from "../policy/policy-lists.js";
import { PolicyPacks } from "../policy/policy-packs.js";
import { PreviewForm } from "../policy/preview-form.js";
import { PolicyVersions } from "../policy/policy-versions.js";
import { useConsole } from "../state/console-context.js";
import { useAnswer } from "../state/use-answer.js";

const PARTS = [
  { value: "classes", label: "Classes" },
  { value: "lists", label: "Lists" },
  { value: "packs", label: "Packs" },
  { value: "explain", label: "Explain" },
  { value: "preview", label: "Preview" },
  { value: "versions", label: "Versions" },
  { value: "change", label: "Change" },
] as const;

type Part = (typeof PARTS)[number]["value"];

/** What is captured, stored and shown, which rule says so, what earlier versions said, and the way to another one. */
export function PolicyPage(): JSX.Element {
  const { site } = useConsole();
  const [part, setPart] = useState<Part>("classes");
  const [country, setCountry] = useState("");
  const answer = useAnswer(`policy ${site.id} ${country}`, (signal) => ask.policy(site.id, country, signal));
  const done = () => {
    answer.refresh();
    setPart("versions");
  };
  return (
    <Page
      title="Policy"
      lead={<p>What is captured, stored and shown, and which rule says so. It is one for all sites.</p>}
    >
      <div class="toolbar policy-toolbar">
        <Choice label="Part of the policy" value={part} options={PARTS} onChange={setPart} />
        {part === "classes" || part === "packs" ? (
          <CountryChoice value={country} packs={answer.data?.packs ?? []} onChange={setCountry} />
        ) : null}
      </div>
      <Answered answer={answer} lines={8}>
        {(policy) => (
          <div class="policy">
            <InForce policy={policy} law={part === "classes" || part === "packs"} />
            <PolicyPart part={part} policy={policy} onApplied={done} />
          </div>
        )}
      </Answered>
    </Page>
  );
}

function PolicyPart(props: {
  readonly part: Part;
  readonly policy: PolicyAnswer;
  readonly onApplied: () => void;
}): JSX.Element {
  const { part, policy, onApplied } = props;
  switch (part) {
    case "classes":
      return <ClassMatrix policy={policy} />;
    case "lists":
      return <PolicyLists policy={policy} />;
    case "packs":
      return <PolicyPacks policy={policy} />;
    case "explain":
      return <ExplainForm policy={policy} />;
    case "preview":
      return <PreviewForm />;
    case "versions":
      return <PolicyVersions current={policy.version} />;
    case "change":
      return <ChangePolicy policy={policy} onApplied={onApplied} />;
  }
}
