import type { PolicyAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Captured } from "../text/captured.js";
import { originOf } from "./policy-words.js";

/** The rule that decided and where it stands: the catalogue, the file, or a pack with its article. */
export function RuleOrigin(props: {
  readonly rule: string;
  readonly policy: Pick<PolicyAnswer, "packs">;
}): JSX.Element {
  const { rule, policy } = props;
  switch (originOf(rule, policy)) {
    case "catalogue":
      return <>Catalogue</>;
    case "file":
      return (
        <>
          File,{" "}
          <code>
            <Captured value={rule} limit={60} />
          </code>
        </>
      );
    case "pack": {
      const pack = policy.packs.find(({ id }) => rule.startsWith(`${id} `));
      return (
        <>
          <Captured value={pack?.name ?? rule} limit={60} />,{" "}
          <Captured value={rule.slice((pack?.id ?? "").length + 1)} limit={80} />
          <span class="matrix-note">{pack?.notice.slice(0, 40)}</span>
        </>
      );
    }
  }
}
