import { FIELD_CLASSES } from "@wayseal/protocol";
import { REVEAL_BOUNDS } from "../../clearance/create-reveals.js";
import { REVEAL_STATES } from "../../ports/reveals.js";
import {
  closed,
  flag,
  hex,
  levels,
  list,
  object,
  purposes,
  ref,
  rights,
  roles,
  type Schema,
  siteId,
} from "./shapes.js";
import { text, time } from "./shapes.js";

const bound = (what: "minutes" | "reads", description: string): Schema => ({
  type: "integer",
  minimum: 1,
  maximum: REVEAL_BOUNDS[what].most,
  description,
});
const minutes = bound("minutes", `How long it lasts once it is approved; without it ${REVEAL_BOUNDS.minutes.usual}`);
const reads = bound("reads", `How often the journey may be read with it; without it ${REVEAL_BOUNDS.reads.usual}`);
const reason: Schema = { type: "string", minLength: 1, maxLength: 500, description: "It must hold no personal value" };
const person = object({ id: text, name: { type: ["string", "null"] } });
const maybe = (type: "string" | "integer", description: string): Schema => ({ type: [type, "null"], description });
const classes = list({ enum: Object.keys(FIELD_CLASSES) }, { minItems: 1, maxItems: REVEAL_BOUNDS.classes });

const every = (items: Schema): Schema => ({ oneOf: [{ const: "*" }, list(items)] });
const fields = closed({
  classes: list(text),
  fields: list({ type: "string", description: "form/field, or type.path" }),
});
/** What somebody may do and see. */
export const access: Readonly<Record<string, Schema>> = {
  roles: list({ enum: roles }),
  rights: list({ enum: rights }, { description: "Beside those of the roles" }),
  clearance: { enum: levels },
  sites: every(siteId),
  jurisdictions: every({ type: "string", description: "DE, US-CA or EU" }),
  purposes: every({ enum: purposes }),
  allow: { oneOf: [{ type: "null" }, fields], description: "Null: all" },
  deny: fields,
};

/** Reveals and people. */
export const REVEAL_SCHEMAS: Readonly<Record<string, Schema>> = {
  AskReveal: closed({ site: siteId, subject: hex, classes, purpose: { enum: purposes }, reason, minutes, reads }, [
    "minutes",
    "reads",
  ]),
  ApproveReveal: closed({ minutes, reads }, ["minutes", "reads"]),
  RefuseReveal: closed({ reason }),
  RevealAnswer: object({
    id: text,
    site: siteId,
    subject: hex,
    classes: list(text),
    purpose: { enum: purposes },
    reason: text,
    state: { enum: REVEAL_STATES },
    asked: time,
    by: person,
    minutes: { type: "integer" },
    reads: { type: "integer" },
    used: { type: "integer" },
    decided: maybe("integer", "When it was approved or refused"),
    decidedBy: { oneOf: [{ type: "null" }, person] },
    note: maybe("string", "Why it was refused"),
    expires: maybe("integer", "When it ends by itself"),
    ended: maybe("integer", "When it ended or was revoked"),
    may: list(
      { enum: ["approve", "refuse", "revoke", "use"] },
      { description: "What this viewer can do about it now" },
    ),
  }),
  RevealList: object({ reveals: list(ref("RevealAnswer")) }),
  PersonAnswer: object({
    ...{ id: text, email: text, name: text, disabled: flag, active: flag, created: time, ...access },
    may: list({ enum: rights }, { description: "Everything that they may do" }),
    changeable: flag,
  }),
  PeopleAnswer: object({
    people: list(ref("PersonAnswer")),
    roles: list(
      object({ name: { enum: roles }, about: text, rights: list({ enum: rights }), clearance: { enum: levels } }),
    ),
    classes: list(text),
  }),
  PersonInvitedAnswer: object({
    person: ref("PersonAnswer"),
    link: { type: "string", description: "One-time; begins at the slash where the collector has no BASE_URL" },
    expires: time,
  }),
  AddPerson: closed({ email: text, name: text, ...access }, [
    "name",
    ...Object.keys(access).filter((name) => name !== "sites"),
  ]),
  ChangePerson: closed({ name: text, disabled: flag, ...access }, ["name", "disabled", ...Object.keys(access)]),
};
