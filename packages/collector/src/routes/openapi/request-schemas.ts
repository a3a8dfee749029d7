import { REQUEST_ACTIONS, REQUEST_KINDS, REQUEST_STATES } from "../../ports/requests.js";
import { closed, count, flag, hex, levels, list, object, ref, type Schema, siteId, text, time } from "./shapes.js";

const day: Schema = { type: "string", format: "date", description: "UTC" };
const maybe = (type: "string" | "integer", description: string): Schema => ({ type: [type, "null"], description });
const note: Schema = { type: "string", maxLength: 500, description: "It must hold no personal value" };
const contact: Schema = { type: "string", minLength: 1, maxLength: 500, description: "Sealed; gone once it is closed" };
const move = (names: readonly string[], more: Readonly<Record<string, Schema>>, optional: readonly string[]): Schema =>
  closed({ move: { enum: names }, ...more }, optional);

/** Exports and people's requests. */
export const REQUEST_SCHEMAS: Readonly<Record<string, Schema>> = {
  StartExport: closed(
    {
      site: siteId,
      subject: hex,
      clearance: { enum: levels, description: "At most the viewer's own, which is meant without it" },
    },
    ["clearance"],
  ),
  ExportAnswer: object({
    id: text,
    site: siteId,
    subject: hex,
    clearance: { enum: levels },
    state: { enum: ["running", "ready", "failed"] },
    made: time,
    events: count,
    total: count,
    complete: { type: ["boolean", "null"], description: "Whether everything stands in it in full" },
    bytes: maybe("integer", "Sealed"),
    expires: maybe("integer", "When it can be fetched no more"),
    reason: maybe("string", "Why it failed"),
  }),
  NewRequest: closed(
    {
      site: siteId,
      kind: { enum: REQUEST_KINDS },
      jurisdiction: text,
      received: time,
      subject: hex,
      contact,
      note,
    },
    ["received", "subject", "contact", "note"],
  ),
  RequestMove: {
    oneOf: [
      move(["confirm", "check-identity", "start", "note", "finish"], { note }, ["note"]),
      move(["assign"], { to: text, note }, ["note"]),
      move(["link"], { subject: hex, note }, ["note"]),
      move(["extend", "refuse"], { note }, []),
    ],
  },
  RequestAnswer: object({
    id: text,
    site: siteId,
    kind: { enum: REQUEST_KINDS },
    jurisdiction: text,
    source: { type: "string", description: "Where its dates come from" },
    received: time,
    due: day,
    overdue: flag,
    confirmBy: { ...day, type: ["string", "null"] },
    confirmed: maybe("integer", "When receipt was confirmed"),
    extended: maybe("integer", "When it was extended"),
    extendable: flag,
    state: { enum: REQUEST_STATES },
    subject: { ...hex, type: ["string", "null"] },
    handler: maybe("string", "Id of the person who handles it"),
    contact: maybe("string", "How the person is reached; null once it is closed"),
    closed: maybe("integer", "When it was done or refused"),
    steps: list(
      object({
        at: time,
        by: object({
          kind: { enum: ["person", "token", "operator"] },
          id: text,
          name: maybe("string", "Of a person"),
        }),
        action: { enum: REQUEST_ACTIONS },
        note: maybe("string", "In words"),
        ref: maybe("string", "The export, erasure or person that it led to"),
      }),
      { description: "Oldest first; empty in lists" },
    ),
  }),
  RequestList: object({
    requests: list(ref("RequestAnswer"), { maxItems: 500 }),
    jurisdictions: list(object({ id: text, name: text, kinds: list({ enum: REQUEST_KINDS }) })),
    handlers: list(object({ id: text, name: text })),
  }),
};
