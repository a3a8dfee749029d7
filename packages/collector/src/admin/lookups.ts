import { z } from "zod";
import type { LookupAnswer } from "../api.js";
import { createBlindIndexes } from "../keys/index.js";
import { createLookups, LookupError } from "../lookups/create-lookups.js";
import { AdminError } from "./errors.js";
import { OPERATOR } from "./erasures.js";
import { onlySite, operation, siteId } from "./operation.js";

export const findSubjects = operation(
  z.strictObject({
    site: siteId.optional(),
    class: z.string().max(64),
    value: z.string().max(1024, "The value is too long"),
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/, "A country is two letters, such as DE")
      .optional(),
  }),
  async (parts, { site: named, class: name, value, country }): Promise<LookupAnswer> => {
    const site = await onlySite(parts, named);
    const indexes = createBlindIndexes(parts);
    const { catalog, store, maxLevel, log } = parts;
    const lookup = { site, class: name, value, ...(country !== undefined && { country }) };
    try {
      return await createLookups({ catalog, indexes, store, maxLevel, log }).find(lookup, OPERATOR);
    } catch (error) {
      if (error instanceof LookupError) throw new AdminError("invalid", error.message);
      throw error;
    }
  },
);
