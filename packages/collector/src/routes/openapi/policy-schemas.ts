import { TREATMENTS } from "../../policy/handling.js";
import { count, flag, levels, list, object, type Schema, siteId, text, time } from "./shapes.js";

const maybeText: Schema = { type: ["string", "null"] };
const handling = { treatment: { enum: TREATMENTS }, level: { enum: levels.filter((level) => level !== "public") } };

/** The policy in force, and its versions. */
export const POLICY_SCHEMAS: Readonly<Record<string, Schema>> = {
  PolicyAnswer: object({
    ...{ version: count, source: text, site: siteId, places: list(text), union: maybeText },
    classes: list(
      object({
        ...{ class: text, group: maybeText, ...handling, rule: text },
        packs: list(object({ id: text, ...handling, article: text })),
      }),
    ),
    packs: list(
      object({
        ...{ id: text, name: text, source: text, version: text, date: text, notice: text, places: list(text) },
        holds: flag,
      }),
    ),
  }),
  PolicyVersions: object({ versions: list(object({ version: count, applied: time, by: text })) }),
  PolicyChanges: object({
    ...{ from: count, to: count },
    changes: list(
      object({ about: text, from: maybeText, to: maybeText, way: { enum: ["looser", "tighter", "other"] } }),
    ),
  }),
  PolicyExplained: object({
    ...{ version: count, class: text, places: list(text), ...handling, rule: text },
    steps: list(object({ by: text, says: text, then: text })),
    viewing: object({ verdict: { enum: ["withhold", "mask", "allow"] }, clearance: { enum: levels }, rule: text }),
  }),
};
