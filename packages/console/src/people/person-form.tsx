import type { ChangePerson, PeopleAnswer, PersonAnswer, PersonInvitedAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { Checks } from "../parts/checks.js";
import { DialogForm } from "../parts/dialog-form.js";
import { Field } from "../parts/field.js";
import { PURPOSES } from "../reveals/reveal-words.js";
import { useConsole } from "../state/console-context.js";
import { useDeed } from "../state/use-deed.js";
import { AccessLimits } from "./access-limits.js";
import { saidLimits, typedLimits } from "./typed-limits.js";

const CLEARANCES = ["public", "internal", "confidential", "restricted"] as const;

/** Adds a person, or changes what one may do and see. */
export function PersonForm(props: {
  readonly answer: PeopleAnswer;
  readonly person?: PersonAnswer;
  readonly onDone: (made?: PersonInvitedAnswer) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { person, answer } = props;
  const { session } = useConsole();
  const [email, setEmail] = useState("");
  const [name, setName] = useState(person?.name ?? "");
  const [roles, setRoles] = useState<readonly string[]>(person?.roles ?? ["viewer"]);
  const [clearance, setClearance] = useState<string>(person?.clearance ?? "");
  const [sites, setSites] = useState<readonly string[]>(
    person === undefined || person.sites === "*" ? [] : person.sites,
  );
  const [limits, setLimits] = useState(typedLimits(person));
  const deed = useDeed();

  const submit = async () => {
    const said: ChangePerson = {
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      roles: roles as PersonAnswer["roles"],
      // Roles bring rights of their own; those beside them stay.
      ...(person === undefined ? {} : { rights: person.rights }),
      ...(clearance === "" ? {} : { clearance: clearance as PersonAnswer["clearance"] }),
      sites: sites.length === 0 ? "*" : sites,
      // What was emptied is lifted.
      ...{ jurisdictions: "*", allow: null, deny: { classes: [], fields: [] } },
      ...saidLimits(limits),
    };
    await deed.run(async () => {
      if (person === undefined)
        props.onDone(await act.addPerson({ ...said, email: email.trim(), sites: said.sites ?? "*" }));
      else {
        await act.changePerson(person.id, said);
        props.onDone();
      }
    });
  };
  return (
    <DialogForm
      title={person === undefined ? "Add a person" : `Change ${person.name.slice(0, 60)}`}
      button={person === undefined ? "Add" : "Change"}
      deed={deed}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      {person === undefined ? (
        <Field label="E-mail address" help="They sign in with it. You get a one-time link to give them.">
          {(given) => (
            <input
              {...given}
              type="email"
              required
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Field>
      ) : null}
      <Field label="Name">
        {(given) => (
          <input {...given} value={name} maxLength={100} onInput={(event) => setName(event.currentTarget.value)} />
        )}
      </Field>
      <Checks
        legend="Roles"
        options={answer.roles.map(({ name, about }) => ({ value: name, label: name, title: about }))}
        chosen={roles}
        onChange={setRoles}
      />
      <Field label="Clearance" help="The highest level whose values they are shown.">
        {(given) => (
          <select {...given} value={clearance} onChange={(event) => setClearance(event.currentTarget.value)}>
            {person === undefined ? <option value="">What the roles bring</option> : null}
            {CLEARANCES.map((level) => (
              <option key={level} value={level}>
                {level}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Checks
        legend="Sites: all, or only these"
        options={session.sites.map(({ id, name }) => ({ value: id, label: name.slice(0, 60) }))}
        chosen={sites}
        onChange={setSites}
      />
      <AccessLimits
        limits={limits}
        purposes={Object.keys(PURPOSES)}
        empty={{ where: "anywhere", allow: "all that they are cleared for" }}
        onChange={setLimits}
      />
    </DialogForm>
  );
}
