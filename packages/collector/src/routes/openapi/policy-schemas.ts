import { TREATMENTS } from "../../policy/handling.js";
import { closed, count, flag, levels, list, object, type Schema, siteId, text, time } from "./shapes.js";

const NAMES = ["site", "form", "field", "property", "class"];
const REFUSED = ["site", "form", "event"];
const maybeText: Schema = { type: ["string", "null"] };
const handling = { treatment: { enum: TREATMENTS }, level: { enum: levels.filter((level) => level !== "public") } };

const viewing = object({ verdict: { enum: ["withhold", "mask", "allow"] }, clearance: { enum: levels }, rule: text });
const version = { version: count, applied: time, by: text, name: maybeText, digest: text };
const days: Schema = { type: ["integer", "null"], minimum: 1 };
const source: Schema = { type: "string", maxLength: 60_000 };
const changes = list(
  object({ about: text, from: maybeText, to: maybeText, way: { enum: ["looser", "tighter", "other"] } }),
);
const entry = object({
  name: text,
  names: object(Object.fromEntries(NAMES.map((name) => [name, list(text)])), NAMES),
  clearance: { enum: [...levels, null] },
});
const lists = object({ allow: { oneOf: [list(entry), { type: "null" }] }, deny: list(entry) });

/** The policy in force, and its versions. */
export const POLICY_SCHEMAS: Readonly<Record<string, Schema>> = {
  PolicyAnswer: object({
    ...version,
    ...{ source: text, site: siteId, places: list(text), declared: flag, picked: flag, union: maybeText },
    classes: list(
      object({
        ...{ class: text, group: maybeText, about: maybeText, ...handling, rule: text, viewing },
        capture: object({ verdict: { enum: ["refused", "listed", "page"] }, rule: text }),
        packs: list(object({ id: text, ...handling, article: text, because: maybeText })),
      }),
    ),
    packs: list(
      object({
        ...{ id: text, name: text, source: text, version: text, date: text, notice: text, places: list(text) },
        holds: flag,
      }),
    ),
    lists: object({ capture: lists, storage: lists, viewing: lists }),
    refuse: list(
      object({ name: text, names: object({ site: list(text), form: list(text), event: list(text) }, REFUSED) }),
    ),
    public: list(object({ site: text, event: text, property: text })),
    retention: object(Object.fromEntries(levels.map((level) => [level, days]))),
    retained: list({ enum: levels }),
    appliable: flag,
  }),
  PolicyVersions: object({ versions: list(object(version)) }),
  PolicyChanges: object({ from: count, to: count, changes }),
  PolicySource: closed({ source }),
  ApplyPolicy: closed({ source, after: { type: "integer", minimum: 1 } }),
  PolicyChecked: {
    oneOf: [
      object({ fault: { type: "null" }, from: count, to: count, changes }),
      object({ fault: object({ line: count, column: count, why: text }) }),
    ],
  },
  PolicyExplained: object({
    ...{ version: count, class: text, places: list(text), ...handling, level: { enum: levels }, rule: text },
    refused: { anyOf: [text, { type: "null" }] },
    steps: list(object({ by: text, says: text, then: text })),
    viewing,
  }),
};
