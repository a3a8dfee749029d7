import { TREATMENTS } from "../../policy/handling.js";
import { closed, count, levels, list, object, type Schema, siteId, text, time } from "./shapes.js";

const field = closed({
  form: { type: "string", maxLength: 512 },
  field: { type: "string", maxLength: 512 },
  class: { type: "string", maxLength: 64 },
});
const maybeText: Schema = { type: ["string", "null"] };

/** Links that show in a page what would be captured of it. */
export const PREVIEW_SCHEMAS: Readonly<Record<string, Schema>> = {
  MakePreview: closed({ site: siteId, address: { type: "string", format: "uri", maxLength: 4096 } }),
  PreviewMade: object({ address: text, expires: time }),
  ExplainPreview: closed({ code: text, pass: text, fields: list(field, { maxItems: 500 }) }, ["code", "pass"]),
  PreviewExplained: object({
    ...{ site: siteId, pass: maybeText, expires: time, version: count, share: maybeText },
    fields: list(
      object({
        treatment: { enum: TREATMENTS },
        level: { enum: levels.filter((level) => level !== "public") },
        rule: text,
        viewing: { enum: ["withhold", "mask", "allow"] },
      }),
    ),
  }),
};
