import { REJECT_REASONS } from "@wayseal/protocol";
import { closed, count, list, object, type Schema, siteId, text, time } from "./shapes.js";

const maybeText: Schema = { type: ["string", "null"] };
const reason: Schema = { enum: Object.keys(REJECT_REASONS) };
const record: Schema = { type: "integer", minimum: 1 };
const quarantined = {
  ...{ id: record, site: siteId, reason, detail: maybeText, type: maybeText },
  ...{ received: time, expires: time, bytes: count },
};

/** Records that were refused and wait. */
export const QUARANTINE_SCHEMAS: Readonly<Record<string, Schema>> = {
  QuarantineList: object({
    records: list(object(quarantined)),
    next: { type: ["integer", "null"], description: "Give it back as before; null on the last page" },
    reasons: list(object({ reason, records: count, bytes: count, oldest: time })),
    room: object({ records: count, bytes: count }),
  }),
  QuarantinedContent: object({
    ...quarantined,
    content: { type: "object", description: "What would be a public column; of all else its kind, in brackets" },
    policy: count,
  }),
  QuarantineChoice: closed(
    { site: siteId, ids: list(record, { minItems: 1, maxItems: 1000 }), reason, all: { const: true } },
    ["ids", "reason", "all"],
  ),
  QuarantineReplayed: object({
    ...{ stored: count, duplicates: count },
    refused: list(object({ id: record, reason: text, detail: maybeText })),
  }),
  QuarantineDropped: object({ dropped: count }),
};
