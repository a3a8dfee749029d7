import type { SessionAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { RequestError } from "../api/request.js";
import { session } from "../api/session.js";
import { Icon } from "../parts/icon.js";
import { GateFrame } from "../people/gate-frame.js";
import { PasswordField } from "../people/password-field.js";
import { passwordStrength, SHORTEST } from "../people/password-strength.js";
import { navigate } from "../route/navigate.js";

/**
 * Sets a password with a one-time link.
 *
 * @param props.secret From the link, or null where the address has none.
 */
export function WelcomePage(props: {
  readonly secret: string | null;
  readonly onSession: (session: SessionAnswer) => void;
}): JSX.Element {
  const id = useId();
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { score, hint } = passwordStrength(password);
  const { secret } = props;

  if (secret === null) {
    return (
      <GateFrame title="Welcome">
        <p>This link is not complete. Open the whole link that you were given, or ask for a new one.</p>
        <a class="button" href="#/sign-in">
          Go to sign in
        </a>
      </GateFrame>
    );
  }

  const submit = async (event: Event) => {
    event.preventDefault();
    if (score === 0) {
      setError(`Use at least ${SHORTEST} characters.`);
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const answer = await session.setPassword({ secret, password });
      navigate({ page: "overview" }, { replace: true });
      props.onSession(answer);
    } catch (error) {
      setError(wordsOf(error));
      setBusy(false);
    }
  };

  return (
    <GateFrame title="Welcome">
      <p>Choose a password. This link works once.</p>
      <form class="gate-form" onSubmit={(event) => void submit(event)}>
        <PasswordField
          label="New password"
          value={password}
          onValue={setPassword}
          autocomplete="new-password"
          describedBy={`${id}-hint`}
        />
        <div class={`strength strength-${score}`}>
          <span class="strength-bars" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span id={`${id}-hint`} aria-live="polite">
            {hint}
          </span>
        </div>
        {error === undefined ? null : (
          <p class="gate-error" role="alert">
            <Icon name="warn" /> {error}
          </p>
        )}
        <button type="submit" class="button button-main" disabled={busy}>
          {busy ? "One moment…" : "Set password and sign in"}
        </button>
      </form>
    </GateFrame>
  );
}

function wordsOf(error: unknown): string {
  if (!(error instanceof RequestError)) return "Something went wrong here. Try again.";
  if (error.code === "link-used" || error.fault === "signed-out" || error.fault === "missing") {
    return "This link has been used or is too old. Ask for a new one.";
  }
  return error.message;
}
