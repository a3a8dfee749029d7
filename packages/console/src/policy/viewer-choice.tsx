import type { JSX } from "preact";
import { ask } from "../api/ask.js";
import { useConsole } from "../state/console-context.js";
import { may } from "../state/may.js";
import { useAnswer } from "../state/use-answer.js";

const CLEARANCES = ["public", "internal", "confidential", "restricted"] as const;

/** Who would look: a clearance, oneself, or for whoever keeps people one of them. */
export function ViewerChoice(props: {
  readonly value: string;
  readonly onChange: (viewer: string) => void;
}): JSX.Element {
  const { session } = useConsole();
  const keeps = may(session, "manage-people");
  const { data } = useAnswer(`viewers ${keeps}`, (signal) => (keeps ? ask.people(signal) : Promise.resolve(null)));
  const others = (data?.people ?? []).filter(({ id }) => id !== session.person.id);
  return (
    <label class="inline-field">
      <span>Seen by</span>
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        <option value="">nobody in particular</option>
        <option value={session.person.id}>you</option>
        {CLEARANCES.map((level) => (
          <option key={level} value={level}>
            an analyst cleared for {level}
          </option>
        ))}
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name.slice(0, 60)}
          </option>
        ))}
      </select>
    </label>
  );
}
