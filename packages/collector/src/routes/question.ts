import { isSiteId, type Level, LEVELS, REJECT_REASONS, type RejectReason } from "@wayseal/protocol";
import { z } from "zod";
import { email, label, siteScope } from "../admin/operation.js";
import { POLICY_SOURCE, POLICY_VERSION } from "../admin/policy-shapes.js";
import { choice, isOneChoice, ONE_CHOICE } from "../admin/quarantine.js";
import { ACCESS_FIELDS } from "../clearance/access-shape.js";
import { REVEAL_BOUNDS } from "../clearance/create-reveals.js";
import { type Purpose, PURPOSES } from "../clearance/purposes.js";
import { holdReason } from "../holds/hold-reason.js";
import { PLACE_CODE } from "../policy/place-code.js";
import { AUDIT_ACTIONS } from "../ports/audit.js";
import { LOOKUP_CLASSES } from "../lookups/classes.js";
import { MOVE, REQUEST_FIELDS } from "../requests/request-shapes.js";
import { RequestError } from "./problem.js";

/** Milliseconds since 1970, up to the year 9999. */
const TIME = { least: 0, most: 253_402_300_799_999 };

const site = z.string().refine(isSiteId, "must be a site id");
const cursor = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[\w.~=-]+$/, "is not a cursor");

const fromText = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);
const time = z.int().min(TIME.least).max(TIME.most);
const ordered = (range: { from?: number | undefined; to?: number | undefined }) =>
  range.from === undefined || range.to === undefined || range.from < range.to;
const ORDER = { error: "from must be before to", path: ["from"] };

export const siteQuery = z.strictObject({ site });

const country = z.string().regex(PLACE_CODE, "must be such as DE or US-CA");
const place = z.string().min(1).max(256).optional();
export const policyQuery = z.strictObject({ site, country: country.optional() });
export const explainQuery = policyQuery.extend({
  ...{ form: place, field: place, property: place, trait: place, event: place, class: place },
  /** A clearance, or a person's or token's id. */
  viewer: z
    .string()
    .regex(/^[\w-]{1,64}$/, "is not a clearance or an id")
    .optional(),
});
export const checkPolicyBody = z.strictObject({ source: POLICY_SOURCE });
export const applyPolicyBody = z.strictObject({ source: POLICY_SOURCE, after: POLICY_VERSION });
export const versionsQuery = z.strictObject({ from: fromText(1, 1_000_000_000), to: fromText(1, 1_000_000_000) });

export const journeysQuery = z
  .strictObject({
    site,
    from: fromText(TIME.least, TIME.most).optional(),
    to: fromText(TIME.least, TIME.most).optional(),
    limit: fromText(1, 200).optional(),
    cursor: cursor.optional(),
  })
  .refine(ordered, ORDER);

const id = z.string().regex(/^[\w-]{22}$/, "is not an id");

export const journeyQuery = z.strictObject({
  site,
  limit: fromText(1, 500).optional(),
  cursor: cursor.optional(),
  reveal: id.optional(),
});

export const subjectParam = z.object({ subject: z.string().regex(/^[0-9a-f]{32}$/, "must be 32 hex digits") });

const id64 = z.string().regex(/^[\w-]{1,64}$/, "is not an id");

export const auditQuery = z
  .strictObject({
    actor: id64.optional(),
    action: z.enum(AUDIT_ACTIONS).optional(),
    site: site.optional(),
    subject: subjectParam.shape.subject.optional(),
    from: fromText(TIME.least, TIME.most).optional(),
    to: fromText(TIME.least, TIME.most).optional(),
    before: fromText(1, Number.MAX_SAFE_INTEGER).optional(),
    limit: fromText(1, 500).optional(),
  })
  .refine(ordered, ORDER);

export const entryParam = z.object({ seq: fromText(1, Number.MAX_SAFE_INTEGER) });

export const eraseBody = z.strictObject({
  site,
  subject: subjectParam.shape.subject,
  lookup: z.enum(LOOKUP_CLASSES).optional(),
});

export const holdBody = z.strictObject({
  site,
  subject: subjectParam.shape.subject,
  reason: holdReason,
});

export const holdsQuery = z.strictObject({ site: site.optional(), all: z.enum(["true", "false"]).optional() });

export const holdParam = z.object({ id: z.string().regex(/^[\w-]{22}$/, "is not a hold's id") });

export const lookupBody = z.strictObject({
  site,
  class: z.enum(LOOKUP_CLASSES),
  value: z.string().min(1).max(1024),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "must be two letters")
    .optional(),
});

export const erasureParam = z.object({ id: z.string().regex(/^[\w-]{22}$/, "is not an erasure's id") });

export const recordParam = z.object({ id });

export const exportBody = z.strictObject({
  site,
  subject: subjectParam.shape.subject,
  clearance: z.enum(Object.keys(LEVELS) as [Level, ...Level[]]).optional(),
});

export const requestsQuery = z.strictObject({ site, closed: z.enum(["true", "false"]).optional() });

export const requestBody = z.strictObject({ site, ...REQUEST_FIELDS });

export const moveBody = MOVE;

const minutes = z.int().min(1).max(REVEAL_BOUNDS.minutes.most).optional();
const reads = z.int().min(1).max(REVEAL_BOUNDS.reads.most).optional();
const reason = z.string().trim().min(1).max(500);

export const revealBody = z.strictObject({
  site,
  subject: subjectParam.shape.subject,
  classes: z.array(z.string().min(1).max(64)).min(1).max(REVEAL_BOUNDS.classes),
  purpose: z.enum(Object.keys(PURPOSES) as [Purpose, ...Purpose[]]),
  ...{ reason, minutes, reads },
});

export const approveBody = z.strictObject({ minutes, reads });

export const refuseBody = z.strictObject({ reason });

const name = label("A name").optional();

export const addPersonBody = z.strictObject({ email, name, ...ACCESS_FIELDS, sites: siteScope });

export const makeTokenBody = z.strictObject({
  ...{ name: label("A token's name"), ...ACCESS_FIELDS, sites: siteScope },
  days: z.int().min(1).max(3650).nullable(),
});

export const tokenParam = z.object({ id });

export const changePersonBody = z.strictObject({
  ...{ name, ...ACCESS_FIELDS },
  sites: siteScope.optional(),
  disabled: z.boolean().optional(),
});

const REASONS = Object.keys(REJECT_REASONS) as [RejectReason, ...RejectReason[]];
const MOST_ID = 999_999_999_999_999;
const record = fromText(1, MOST_ID);

export const quarantineQuery = z.strictObject({
  site,
  ...{ reason: z.enum(REASONS).optional(), before: record.optional() },
});
export const quarantinedParam = z.strictObject({ record });
export const quarantineBody = z.strictObject({ site, ...choice }).refine(isOneChoice, ONE_CHOICE);

export const trendsBody = z
  .strictObject({
    site,
    from: time,
    to: time,
    interval: z.enum(["minute", "hour", "day"]),
    measure: z.enum(["events", "subjects", "sessions"]),
    by: z
      .enum(["type", "page", "form", "field", "class", "name", "country", "language", "source", "referrer"])
      .optional(),
    type: z.string().min(1).max(64).optional(),
    generated: z.boolean().optional(),
  })
  .refine(ordered, ORDER)
  .refine(({ from, to, interval }) => (to - from) / INTERVAL_MS[interval] <= 2000, {
    error: "asks for more than 2,000 intervals: choose a longer one",
    path: ["interval"],
  });

const INTERVAL_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export const lossBody = z.strictObject({ site, from: time, to: time }).refine(ordered, ORDER);

export const signInBody = z.strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(1024) });

export const passwordBody = z.strictObject({
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is not a link's secret"),
  password: z.string().min(1).max(1024),
});

/** @throws {RequestError} `invalid`: names the first parameter that is wrong, without its value. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, value: unknown): Omitted<z.output<Schema>> {
  const read = schema.safeParse(value);
  if (read.success) return read.data as Omitted<z.output<Schema>>;
  const [issue] = read.error.issues;
  const name = issue?.code === "unrecognized_keys" ? "" : (issue?.path ?? []).join(".");
  const message = issue?.code === "unrecognized_keys" ? "There is a parameter that is not known" : issue?.message;
  throw new RequestError("invalid", `${name === "" ? "" : `${name}: `}${message ?? "is not valid"}`);
}

/** zod says `| undefined` for what may be missing; with exactOptionalPropertyTypes the rest of the code says it by absence. */
type Omitted<T> = T extends object
  ? { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
      [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
    }
  : T;
