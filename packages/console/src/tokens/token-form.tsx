import type { MakeToken, TokenMade, TokensAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act } from "../api/ask.js";
import { Checks } from "../parts/checks.js";
import { DialogForm } from "../parts/dialog-form.js";
import { Field } from "../parts/field.js";
import { AccessLimits } from "../people/access-limits.js";
import { saidLimits, typedLimits } from "../people/typed-limits.js";
import { useConsole } from "../state/console-context.js";
import { useDeed } from "../state/use-deed.js";

const CLEARANCES = ["public", "internal", "confidential", "restricted"] as const;
const DAYS = ["30", "90", "365", "never"] as const;

/** Makes a token, with no more than whoever makes it has. */
export function TokenForm(props: {
  readonly answer: TokensAnswer;
  readonly onMade: (made: TokenMade) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { answer } = props;
  const { session } = useConsole();
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [rights, setRights] = useState<readonly string[]>([]);
  const [clearance, setClearance] = useState<string>("public");
  const [sites, setSites] = useState<readonly string[]>([]);
  const [limits, setLimits] = useState(typedLimits());
  const [days, setDays] = useState<string>("90");
  const deed = useDeed();
  const reach = CLEARANCES.slice(0, CLEARANCES.indexOf(session.clearance) + 1);

  const submit = async () => {
    const said: MakeToken = {
      name: name.trim(),
      roles: roles as NonNullable<MakeToken["roles"]>,
      rights: rights as NonNullable<MakeToken["rights"]>,
      clearance: clearance as NonNullable<MakeToken["clearance"]>,
      sites: sites.length === 0 ? "*" : sites,
      ...saidLimits(limits),
      days: days === "never" ? null : Number(days),
    };
    await deed.run(async () => props.onMade(await act.makeToken(said)));
  };
  return (
    <DialogForm title="Make a token" button="Make" deed={deed} onSubmit={() => void submit()} onClose={props.onClose}>
      <Field label="Name" help="Which program has it. It gets no more than you have yourself.">
        {(given) => (
          <input
            {...given}
            required
            value={name}
            maxLength={100}
            autocomplete="off"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      {answer.roles.length === 0 ? null : (
        <Checks
          legend="Roles"
          options={answer.roles.map(({ name, about }) => ({ value: name, label: name, title: about }))}
          chosen={roles}
          onChange={setRoles}
        />
      )}
      <Checks
        legend="Rights beside them"
        options={answer.rights.map(({ name, about }) => ({ value: name, label: name, title: about }))}
        chosen={rights}
        onChange={setRights}
      />
      <Field label="Clearance" help="The highest level whose values it is shown.">
        {(given) => (
          <select {...given} value={clearance} onChange={(event) => setClearance(event.currentTarget.value)}>
            {reach.map((level) => (
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
        purposes={session.purposes}
        empty={{ where: "wherever you see them yourself", allow: "all that it is cleared for, and you may see" }}
        onChange={setLimits}
      />
      <Field label="Expires">
        {(given) => (
          <select {...given} value={days} onChange={(event) => setDays(event.currentTarget.value)}>
            {DAYS.map((one) => (
              <option key={one} value={one}>
                {one === "never" ? "never" : `after ${one} days`}
              </option>
            ))}
          </select>
        )}
      </Field>
    </DialogForm>
  );
}
