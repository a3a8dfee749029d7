import type { AuditStatus } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Pick } from "../parts/pick.js";
import { useConsole } from "../state/console-context.js";
import { actionWords } from "./action-words.js";
import { type AuditFilter, isSubject, NO_FILTER } from "./audit-filter.js";

/** Whose entries, of what, at which site, about whom, and when. */
export function AuditFilters(props: {
  readonly filter: AuditFilter;
  readonly actors: AuditStatus["actors"];
  readonly actions: readonly string[];
  readonly onChange: (filter: AuditFilter) => void;
}): JSX.Element {
  const { filter, actors, actions, onChange } = props;
  const { session } = useConsole();
  const set = (part: keyof AuditFilter) => (value: string) => onChange({ ...filter, [part]: value });
  const people = actors.map(({ id, name, kind }) => [id, kind === "token" ? `${name} (token)` : name] as const);
  const subject = filter.subject.trim();
  return (
    <div class="filters" role="search" aria-label="Filter entries">
      <Pick
        label="By"
        value={filter.actor}
        all="anybody"
        options={[...people, ["local", "the operator"], ["unknown", "somebody unknown"]]}
        onPick={set("actor")}
      />
      <Pick
        label="What"
        value={filter.action}
        all="anything"
        options={actions.map((action) => [action, actionWords(action)] as const)}
        onPick={set("action")}
      />
      <Pick
        label="Site"
        value={filter.site}
        all="any"
        options={session.sites.map(({ id, name }) => [id, name] as const)}
        onPick={set("site")}
      />
      <label class="inline-field">
        <span>Visitor</span>
        <input
          type="search"
          value={filter.subject}
          placeholder="32 hex digits"
          maxLength={32}
          autocomplete="off"
          aria-invalid={subject !== "" && !isSubject(subject)}
          onInput={(event) => set("subject")(event.currentTarget.value.trim().toLowerCase())}
        />
      </label>
      {(["from", "to"] as const).map((part) => (
        <label key={part} class="inline-field">
          <span>{part === "from" ? "From" : "To"}</span>
          <input
            type="date"
            value={filter[part]}
            {...(part === "to" && filter.from !== "" ? { min: filter.from } : {})}
            onChange={(event) => set(part)(event.currentTarget.value)}
          />
        </label>
      ))}
      {filter === NO_FILTER ? null : (
        <button type="button" class="button button-quiet" onClick={() => onChange(NO_FILTER)}>
          Show all
        </button>
      )}
    </div>
  );
}
