import type { KeysAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { ask } from "../api/ask.js";
import { Answered } from "../parts/answered.js";
import { Page } from "../parts/page.js";
import { Advice } from "../keys/advice.js";
import { OtherKeys } from "../keys/other-keys.js";
import { RecipientKeys } from "../keys/recipient-keys.js";
import { RootKeys } from "../keys/root-keys.js";
import { StorageKeys } from "../keys/storage-keys.js";
import { useConsole } from "../state/console-context.js";
import { useAnswer } from "../state/use-answer.js";
import { useNow } from "../state/use-now.js";

/** What keys a site has, how old they are, and what depends on them. Keys are changed by the command line. */
export function KeysPage(): JSX.Element {
  const { site } = useConsole();
  const answer = useAnswer(`keys ${site.id}`, (signal) => ask.keys(site.id, signal));
  return (
    <Page
      title="Keys"
      lead={
        <p>
          What is sealed under which key, and what would go with it. Keys are changed by <code>wayseal keys</code>.
        </p>
      }
    >
      <Answered answer={answer} lines={6}>
        {(keys) => <Keys keys={keys} />}
      </Answered>
    </Page>
  );
}

function Keys({ keys }: { readonly keys: KeysAnswer }): JSX.Element {
  const now = useNow(30_000);
  return (
    <div class="keys">
      <Advice keys={keys} now={now} />
      <RecipientKeys keys={keys} now={now} />
      <StorageKeys keys={keys} now={now} />
      <OtherKeys keys={keys} now={now} />
      <RootKeys keys={keys} now={now} />
    </div>
  );
}
