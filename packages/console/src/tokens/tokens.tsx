import type { TokenAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act, ask } from "../api/ask.js";
import { Ago } from "../parts/ago.js";
import { Answered } from "../parts/answered.js";
import { AccessLine } from "../people/access-line.js";
import { StepForm } from "../requests/step-form.js";
import { useAnswer } from "../state/use-answer.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";
import { TokenForm } from "./token-form.js";
import { TokenShown } from "./token-shown.js";

/** Programs' tokens: what each may do, until when, and the way to make and revoke one. */
export function Tokens(): JSX.Element {
  const answer = useAnswer("tokens", (signal) => ask.tokens(signal));
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string }>();
  const [revoking, setRevoking] = useState<TokenAnswer>();
  const { data, refresh } = answer;
  return (
    <section class="tokens" aria-labelledby="tokens-title">
      <header class="card-head">
        <h2 id="tokens-title">Tokens</h2>
        <button type="button" class="button" disabled={data === undefined} onClick={() => setMaking(true)}>
          Make a token
        </button>
      </header>
      {made === undefined ? null : <TokenShown {...made} onClose={() => setMade(undefined)} />}
      <Answered answer={answer}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <p class="card quiet">No program has a token yet.</p>
          ) : (
            <ul class="people" aria-label="Tokens">
              {tokens.map((token) => (
                <Token key={token.id} token={token} onRevoke={() => setRevoking(token)} />
              ))}
            </ul>
          )
        }
      </Answered>
      {making && data !== undefined ? (
        <TokenForm
          answer={data}
          onMade={({ token, secret }) => {
            setMaking(false);
            setMade({ name: token.name, secret });
            refresh();
          }}
          onClose={() => setMaking(false)}
        />
      ) : null}
      {revoking === undefined ? null : (
        <StepForm
          title={`Revoke ${revoking.name.slice(0, 60)}`}
          button="Revoke for good"
          danger
          onSubmit={async () => {
            await act.revokeToken(revoking.id);
            refresh();
          }}
          onClose={() => setRevoking(undefined)}
        >
          <p>The program that has it is refused from its next request on. A revoked token never comes back.</p>
        </StepForm>
      )}
    </section>
  );
}

function Token({ token, onRevoke }: { readonly token: TokenAnswer; readonly onRevoke: () => void }): JSX.Element {
  const now = useNow(60_000);
  const name = token.name.slice(0, 60);
  const state = token.revoked ? "revoked" : token.expired ? "expired" : "in use";
  return (
    <li class="card person" aria-label={name}>
      <div class="person-who">
        <b>
          <Captured value={token.name} limit={60} />
        </b>
        <span class="quiet">
          made <Ago at={token.created} now={now} />
          {token.expires === null ? ", never expires" : null}
          {token.expires !== null && !token.revoked ? (
            <>
              , {token.expired ? "expired" : "expires"} <Ago at={token.expires} now={now} />
            </>
          ) : null}
        </span>
      </div>
      <p>
        <Captured value={[...token.roles, ...token.rights.map((right) => `+${right}`)].join(", ")} limit={200} />
        <br />
        <AccessLine access={token} />
      </p>
      <span class={`badge ${state === "in use" ? "tone-good" : state === "revoked" ? "tone-bad" : "tone-warn"}`}>
        {state}
      </span>
      {token.revocable ? (
        <div class="action-buttons">
          <button type="button" class="button" aria-label={`Revoke ${name}`} onClick={onRevoke}>
            Revoke
          </button>
        </div>
      ) : null}
    </li>
  );
}
