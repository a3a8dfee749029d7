import type { SessionAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { RequestError } from "../api/request.js";
import { session } from "../api/session.js";
import { Icon } from "../parts/icon.js";
import { GateFrame } from "../people/gate-frame.js";
import { PasswordField } from "../people/password-field.js";

/** Stands in front of any page until someone has signed in; the address stays, so the page then comes up by itself. */
export function SignInPage(props: {
  readonly note?: string;
  readonly onSession: (session: SessionAnswer) => void;
}): JSX.Element {
  const id = useId();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      props.onSession(await session.signIn({ email: email.trim(), password }));
    } catch (error) {
      setPassword("");
      setError(wordsOf(error));
      setBusy(false);
    }
  };

  return (
    <GateFrame title="Sign in">
      {props.note === undefined ? null : <p class="gate-note">{props.note}</p>}
      <form class="gate-form" onSubmit={(event) => void submit(event)}>
        <div class="control-group">
          <label for={`${id}-email`}>E-mail</label>
          <input
            id={`${id}-email`}
            ref={first}
            type="email"
            autocomplete="username"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
            required
            maxLength={254}
          />
        </div>
        <PasswordField label="Password" value={password} onValue={setPassword} autocomplete="current-password" />
        {error === undefined ? null : (
          <p class="gate-error" role="alert">
            <Icon name="warn" /> {error}
          </p>
        )}
        <button type="submit" class="button button-main" disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </button>
      </form>
      <p class="quiet">Forgotten? Whoever runs this collector can make you a new link.</p>
    </GateFrame>
  );
}

function wordsOf(error: unknown): string {
  if (!(error instanceof RequestError)) return "Something went wrong here. Try again.";
  if (error.fault === "signed-out") return "That e-mail and password do not match.";
  return error.message;
}
