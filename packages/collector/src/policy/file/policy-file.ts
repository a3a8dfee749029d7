import { isSiteId, type Level, LEVELS, SEALED_LEVELS } from "@wayseal/protocol";
import { z } from "zod";
import { TREATMENTS } from "../handling.js";
import { PLACE_CODE } from "../place-code.js";

const level = z
  .enum(SEALED_LEVELS as ["internal", "confidential", "restricted"], {
    error: "must be a level that is sealed: internal, confidential or restricted",
  })
  .describe("Values are sealed at this level; a viewer's clearance must reach it");

const treatment = z
  .enum(TREATMENTS, { error: `must be a treatment: ${TREATMENTS.join(", ")}` })
  .describe(
    "keep: sealed as it is. mask: sealed, shown masked. generalise: made coarser on the way in. hash: replaced by a keyed hash. drop: removed on the way in. never: refused in the browser, and removed on the way in",
  );

const className = z
  .string()
  .regex(/^@?[a-z][a-z0-9-]{0,62}$/, "must be a class, such as email, or a group of them, such as @contact");
const ownName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "must be a name of a-z, 0-9 and -, such as loyalty-number");
const site = z.string().refine(isSiteId, "must be a site id: 1 to 64 characters of a-z, 0-9 and -");
const pattern = z.string().min(1).max(256).describe("A name; * stands for any characters");
const some = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1)]);

const named = {
  site: some(pattern).optional().describe("Sites by id"),
  form: some(pattern).optional().describe("Forms by name"),
  field: some(pattern).optional().describe("Fields by name"),
  property: some(pattern).optional().describe("Custom properties and traits by name"),
  class: some(className).optional().describe("Classes, and groups of them by @name"),
};

const NOTHING = "names nothing: say at least one of site, form, field, property and class";
const isNamed = (selector: Readonly<Record<string, unknown>>) => Object.keys(named).some((key) => key in selector);
const selector = z.strictObject(named).refine(isNamed, NOTHING);
const viewed = z
  .strictObject({
    ...named,
    clearance: z
      .enum(Object.keys(LEVELS) as [Level, ...Level[]], { error: `must be one of ${Object.keys(LEVELS).join(", ")}` })
      .optional()
      .describe("The least clearance that may see it"),
  })
  .refine(isNamed, NOTHING);

const listed = <Allow extends z.ZodType>(allow: Allow) => ({
  allow: z.array(allow).optional().describe("What is allowed. Without a list: what is allowed by default"),
  deny: z.array(selector).optional().describe("What is denied; it wins over every allow"),
});
const lists = <Allow extends z.ZodType>(allow: Allow, about: string) =>
  z.strictObject(listed(allow)).optional().describe(about);

const refused = z
  .strictObject({
    site: named.site,
    form: named.form,
    event: some(pattern).optional().describe("Events by type, such as error, and those of track by name"),
  })
  .refine((entry) => Object.keys(entry).length > 0, "names nothing: say at least one of site, form and event");

const classSetting = z
  .strictObject({
    extends: ownName.optional().describe("A class to take level and treatment from"),
    level: level.optional(),
    treatment: treatment.optional(),
    names: z.array(pattern).optional().describe("Names of fields, properties and traits that hold it"),
    about: z.string().max(200).optional().describe("What it is, for people"),
  })
  .describe("A class of your own, or how you treat one that is built in");

const DAYS = "must be days from 1 to 36500, or unlimited";
const days = z
  .union([z.literal("unlimited", DAYS), z.int(DAYS).min(1, DAYS).max(36_500, DAYS)], { error: DAYS })
  .optional();

const place = z.string().regex(PLACE_CODE, "must be a country or region, such as DE or US-CA");

/** A policy file as it is written. */
export const policyFile = z
  .strictObject({
    format: z.literal(1, { error: "must be 1" }).describe("Version of this format"),
    jurisdictions: z
      .strictObject({
        sites: z
          .record(site, some(place))
          .optional()
          .describe("Where a site's visitors are; wins over all else. Of several their own country picks one"),
        sectors: z
          .record(site, some(z.enum(["health"], { error: "must be health" })))
          .optional()
          .describe("Sectors whose packs bind a site, such as health for HIPAA"),
      })
      .optional()
      .describe("Whose law holds, where it is not what the visitor states or where they come from"),
    groups: z.record(ownName, z.array(className).min(1)).optional().describe("Names for several classes: @name"),
    classes: z.record(ownName, classSetting).optional(),
    packs: z
      .record(
        ownName,
        z.record(
          ownName,
          z.strictObject({
            treatment: treatment.optional(),
            level: level.optional(),
            because: z.string().min(10, "must give the ground, in ten characters or more").max(500),
          }),
        ),
      )
      .optional()
      .describe("Rows of country packs that you replace, each with your ground"),
    capture: lists(selector, "What the browser may take, of what the page allows"),
    storage: z
      .strictObject({
        ...listed(selector),
        refuse: z
          .array(refused)
          .optional()
          .describe("Events that are refused as a whole, and wait in quarantine (docs/quarantine.md)"),
      })
      .optional()
      .describe("What the collector may store of what arrives"),
    viewing: lists(viewed, "What people and programs may see of what is stored"),
    public: z
      .array(z.strictObject({ site: some(pattern).optional(), event: some(pattern).optional(), property: pattern }))
      .optional()
      .describe("Custom properties of track that become public columns, for analysis"),
    retention: z
      .strictObject({ public: days, internal: days, confidential: days, restricted: days })
      .optional()
      .describe("Days that values are kept, by level. It wins over the settings WAYSEAL_RETAIN_*"),
  })
  .describe("Wayseal's policy: who may see what (docs/policy.md)");

export type PolicyFile = z.output<typeof policyFile>;
export type Selector = z.output<typeof selector>;
export type RefusedSelector = z.output<typeof refused>;
export type ViewedSelector = z.output<typeof viewed>;
