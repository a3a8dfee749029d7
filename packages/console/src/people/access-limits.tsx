import type { JSX } from "preact";
import { Checks } from "../parts/checks.js";
import { Field } from "../parts/field.js";
import { PURPOSES } from "../reveals/reveal-words.js";
import type { LimitsTyped } from "./typed-limits.js";

type Purpose = keyof typeof PURPOSES;

/** Purposes, places and lists of a person or a token. */
export function AccessLimits(props: {
  readonly limits: LimitsTyped;
  /** Those that may be given. */
  readonly purposes: readonly string[];
  /** What an empty place and an empty list stand for. */
  readonly empty: { readonly where: string; readonly allow: string };
  readonly onChange: (limits: LimitsTyped) => void;
}): JSX.Element {
  const { limits, empty, onChange } = props;
  const text = (name: "where" | "allow" | "deny") => ({
    value: limits[name],
    autocomplete: "off",
    onInput: (event: { readonly currentTarget: HTMLInputElement }) =>
      onChange({ ...limits, [name]: event.currentTarget.value }),
  });
  return (
    <>
      <Checks
        legend="Purposes: what the roles bring, or only these"
        options={props.purposes.map((name) => ({ value: name, label: name, title: PURPOSES[name as Purpose] }))}
        chosen={limits.purposes}
        onChange={(purposes) => onChange({ ...limits, purposes })}
      />
      <Field
        label="Only visitors in"
        help={`Countries such as DE, regions such as US-CA, or EU. Empty: ${empty.where}.`}
      >
        {(given) => <input {...given} {...text("where")} />}
      </Field>
      <Field label="Show only" help={`Classes such as email and fields such as order/note. Empty: ${empty.allow}.`}>
        {(given) => <input {...given} {...text("allow")} />}
      </Field>
      <Field label="Never show" help="Whatever else is said, and no reveal lifts it.">
        {(given) => <input {...given} {...text("deny")} />}
      </Field>
    </>
  );
}
