import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

/** A password with a way to look at it. Paste is welcome: password managers need it. */
export function PasswordField(props: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly autocomplete: "current-password" | "new-password";
  readonly describedBy?: string;
}): JSX.Element {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div class="control-group">
      <label for={id}>{props.label}</label>
      <div class="password">
        <input
          id={id}
          {...(shown ? { type: "text" as const } : { type: "password" as const })}
          value={props.value}
          onInput={(event) => props.onValue(event.currentTarget.value)}
          autocomplete={props.autocomplete}
          autocapitalize="off"
          spellcheck={false}
          required
          maxLength={1024}
          {...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy })}
        />
        <button
          type="button"
          class="text-button"
          aria-pressed={shown}
          aria-controls={id}
          onClick={() => setShown(!shown)}
        >
          {shown ? "Hide" : "Show"}
        </button>
      </div>
    </div>
  );
}
