import type { PeopleAnswer, PersonAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act, ask } from "../api/ask.js";
import { LevelMark } from "../journey/field-chip.js";
import { Answered } from "../parts/answered.js";
import { DeedError } from "../parts/deed-error.js";
import { Page } from "../parts/page.js";
import { AccessLine } from "../people/access-line.js";
import { LinkShown } from "../people/link-shown.js";
import { PersonForm } from "../people/person-form.js";
import { Tokens } from "../tokens/tokens.js";
import { useAnswer } from "../state/use-answer.js";
import { useDeed } from "../state/use-deed.js";
import { Captured } from "../text/captured.js";

/** Who may do and see what: add people, change what they may see, and disable them. */
export function PeoplePage(): JSX.Element {
  const answer = useAnswer("people", (signal) => ask.people(signal));
  const { data, refresh } = answer;
  const [open, setOpen] = useState<PersonAnswer | "new">();
  const [link, setLink] = useState<{ readonly of: string; readonly link: string; readonly expires: number }>();
  const done = (made?: { readonly person: PersonAnswer; readonly link: string; readonly expires: number }) => {
    setOpen(undefined);
    if (made !== undefined) setLink({ of: made.person.name, link: made.link, expires: made.expires });
    refresh();
  };
  return (
    <Page
      title="People"
      lead={<p>What changes here holds from a person's next request on. Nobody changes their own access.</p>}
      aside={
        <button type="button" class="button button-main" disabled={data === undefined} onClick={() => setOpen("new")}>
          Add a person
        </button>
      }
    >
      <Answered answer={answer}>
        {({ people, roles }) => (
          <>
            {link === undefined ? null : <LinkShown {...link} onClose={() => setLink(undefined)} />}
            <ul class="people" aria-label="People">
              {people.map((person) => (
                <Person key={person.id} person={person} onEdit={() => setOpen(person)} onDone={done} />
              ))}
            </ul>
            <Roles roles={roles} />
            <Tokens />
          </>
        )}
      </Answered>
      {open === undefined || data === undefined ? null : (
        <PersonForm
          answer={data}
          {...(open === "new" ? {} : { person: open })}
          onDone={done}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

function Person(props: {
  readonly person: PersonAnswer;
  readonly onEdit: () => void;
  readonly onDone: (made?: Awaited<ReturnType<typeof act.newLink>>) => void;
}): JSX.Element {
  const { person, onEdit, onDone } = props;
  const deed = useDeed();
  const state = person.disabled ? "disabled" : person.active ? "active" : "invited";
  const roles = [...person.roles, ...person.rights.map((right) => `+${right}`)].join(", ");
  const name = person.name.slice(0, 60);
  return (
    <li class="card person" aria-label={name}>
      <div class="person-who">
        <b>
          <Captured value={person.name} limit={60} />
        </b>
        <span class="quiet">
          <Captured value={person.email} limit={80} />
        </span>
      </div>
      <p>
        <Captured value={roles} limit={200} />
        <br />
        <AccessLine access={person} />
      </p>
      <span class={`badge ${state === "active" ? "tone-good" : state === "disabled" ? "tone-bad" : "tone-warn"}`}>
        {state}
      </span>
      <DeedError error={deed.error} />
      {person.changeable ? (
        <div class="action-buttons">
          <button type="button" class="button" disabled={deed.busy} onClick={onEdit} aria-label={`Change ${name}`}>
            Change
          </button>
          <button
            type="button"
            class="button"
            disabled={deed.busy}
            aria-label={`${person.disabled ? "Enable" : "Disable"} ${name}`}
            onClick={() =>
              void deed
                .run(async () => void (await act.changePerson(person.id, { disabled: !person.disabled })))
                .then((done) => void (done && onDone()))
            }
          >
            {person.disabled ? "Enable" : "Disable"}
          </button>
          {person.disabled ? null : (
            <button
              type="button"
              class="button"
              disabled={deed.busy}
              aria-label={`New link for ${name}`}
              onClick={() => void deed.run(async () => onDone(await act.newLink(person.id)))}
            >
              New link
            </button>
          )}
        </div>
      ) : null}
    </li>
  );
}

function Roles({ roles }: { readonly roles: PeopleAnswer["roles"] }): JSX.Element {
  return (
    <details class="card">
      <summary>
        <h2>What roles bring</h2>
      </summary>
      <dl class="role-list">
        {roles.map(({ name, about, clearance }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {about} · cleared to <LevelMark level={clearance} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
