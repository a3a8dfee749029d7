import type { Entry, Policy } from "./compile-policy.js";
import { type Handling, handlingText, isRemoved, strictest } from "./handling.js";
import type { Place } from "./matches.js";
import { packsFor } from "./packs-for.js";

/** A value before it is handled: its class, where it is, and whose law holds. */
export interface Question extends Place {
  readonly class: string;
  readonly places: readonly string[];
}

/** One step of a decision, in the order in which they were taken. */
export interface Step {
  /** Who says it: `catalogue`, `classes.email`, `eu-gdpr`, `storage.deny.0`, … */
  readonly by: string;
  readonly says: string;
  /** How the value is handled after it. */
  readonly then: string;
}

/** How a value is handled, and which rule decided. */
export interface Answer extends Handling {
  /** The rule that decided. */
  readonly rule: string;
  readonly steps: readonly Step[];
  /** Those of the steps that are lists': what is denied, or on no list of what is allowed. */
  readonly listed: readonly Step[];
}

/**
 * Decides how a value is handled on the way in. The class says first, packs and lists can only tighten it: the strictest
 * wins, deny wins over allow, and what no allow list names is dropped where there is one.
 */
export function ruleOn(policy: Policy, { class: asked, places, ...place }: Question): Answer {
  const found = policy.classes.get(asked) ?? policy.classes.get("unknown")!;
  const { name } = found;
  let handling: Handling = found.handling;
  let rule = found.by === "file" ? `classes.${name}` : "catalogue";
  const steps: Step[] = [];
  const step = (by: string, says: string) => steps.push({ by, says, then: handlingText(handling) });
  step(
    rule,
    asked === name ? `${name}: ${handlingText(handling)}` : `${asked} is no class here: unknown is the strictest`,
  );

  const tighten = (by: string, to: Handling, says: string) => {
    const before = handling;
    handling = strictest(before, to);
    // Of what is removed anyway, the level says nothing.
    const changed =
      handling.treatment !== before.treatment || (!isRemoved(handling) && handling.level !== before.level);
    if (changed) rule = by;
    step(by, says);
  };

  const { packs, union } = packsFor(policy, place.site, places);
  if (union !== null) {
    const why = union === "" ? "Nobody knows where the subject is" : `There is no pack for ${union}`;
    step("packs", `${why}: the strictest of all packs holds`);
  }
  for (const { pack, rows } of packs) {
    const row = rows.get(name);
    if (row === undefined) continue;
    const because = row.because === null ? "" : `, replaced by this policy: ${row.because}`;
    tighten(`${pack.id} ${row.article}`, row, `${pack.name}, ${row.article}: ${handlingText(row)}${because}`);
  }

  const classed = steps.length;
  const dropped: Handling = { treatment: "drop", level: handling.level };
  const denied = first(policy.capture.deny, place, name) ?? first(policy.storage.deny, place, name);
  if (denied !== undefined) tighten(denied.name, dropped, "This place or class is denied, and deny wins");
  else {
    // What may be captured is said of what is typed and of properties; a page's title is in neither.
    const isCaptured = place.field !== undefined || place.property !== undefined;
    for (const [list, done, allows] of [
      ["capture", "captured", isCaptured ? policy.capture.allow : null],
      ["storage", "stored", policy.storage.allow],
    ] as const) {
      if (allows === null) continue;
      const allowed = first(allows, place, name);
      if (allowed === undefined)
        tighten(`${list}.allow`, dropped, `There is a list of what may be ${done}, and it is not on it`);
      else step(allowed.name, `It may be ${done}`);
    }
  }
  return { ...handling, rule, steps, listed: steps.slice(classed) };
}

function first<Of extends Entry>(entries: readonly Of[], place: Place, name: string): Of | undefined {
  return entries.find(({ matches }) => matches(place, name));
}
