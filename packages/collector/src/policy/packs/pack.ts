import { z } from "zod";
import { TREATMENTS } from "../handling.js";

/** One law or standard, as a data file of `packages/collector/packs`. It is not legal advice. */
export const pack = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
  name: z.string().min(1),
  /** The text that its rows were taken from. */
  source: z.string().min(1),
  /** Which version of that text. */
  version: z.string().min(1),
  /** `YYYY-MM-DD`: the day from which that version applies. */
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  notice: z.literal("not legal advice"),
  /** Countries and regions whose people it protects; `*` for everyone. */
  places: z.array(z.string().regex(/^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/)),
  /** It binds only sites of this sector. */
  sector: z.enum(["health"]).optional(),
  rows: z
    .array(
      z.strictObject({
        class: z.string(),
        treatment: z.enum(TREATMENTS),
        level: z.enum(["internal", "confidential", "restricted"]),
        article: z.string().min(1),
      }),
    )
    .min(1),
});

export type Pack = z.output<typeof pack>;
export type PackRow = Pack["rows"][number];
