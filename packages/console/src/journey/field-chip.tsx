import type { JourneyField } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { Icon } from "../parts/icon.js";
import { Captured } from "../text/captured.js";
import { type FieldState, stateOf } from "./field-states.js";

const LEVELS: ReadonlyMap<string, number> = new Map([
  ["public", 0],
  ["internal", 1],
  ["confidential", 2],
  ["restricted", 3],
]);

/** A field's state as a chip. */
export function StateChip({ state }: { readonly state: FieldState }): JSX.Element {
  const { icon, state: known, means } = stateOf(state);
  return (
    <span class={`chip chip-${known}`} title={means}>
      <Icon name={icon} size={14} />
      {known}
    </span>
  );
}

/** A level as a word with its strength in dots. */
export function LevelMark({ level }: { readonly level: string }): JSX.Element {
  const strength = LEVELS.get(level);
  return (
    <span class={strength === undefined ? "level level-never" : `level level-${strength}`}>
      <span class="level-dots" aria-hidden="true">
        {[1, 2, 3].map((dot) => (
          <i key={dot} class={strength === undefined || dot <= strength ? "on" : ""} />
        ))}
      </span>
      <Captured value={level} limit={24} />
    </span>
  );
}

/** One field: its value or why there is none, its state, class and level. */
export function FieldValue({ field, name }: { readonly field: JourneyField; readonly name?: boolean }): JSX.Element {
  const { state } = stateOf(field.state);
  const visible = state === "shown" || state === "masked";
  return (
    <div class={`value value-${state}`}>
      <div class="value-line">
        {name === true ? (
          <span class="value-name">
            <Captured value={field.path} limit={60} />
          </span>
        ) : null}
        <StateChip state={state} />
        {visible ? (
          <span class="value-text">
            <Captured value={field.value} limit={160} expand />
          </span>
        ) : null}
      </div>
      <div class="value-why">
        <Captured value={field.class} limit={40} /> <LevelMark level={field.level} />
        <span class="value-reason">
          <Captured value={field.reason} limit={160} />
        </span>
      </div>
    </div>
  );
}
