import { z } from "zod";
import type { LookupAnswer } from "../api.js";
import { holdsLookups, LOOKUP_LEVEL } from "../keys/contexts.js";
import { createBlindIndexes } from "../keys/index.js";
import { createLookups, LookupError } from "../lookups/create-lookups.js";
import { indexStep } from "../lookups/index-pending.js";
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
    const { catalog, keyring, store, maxLevel, log } = parts;
    const lookup = { site, class: name, value, ...(country !== undefined && { country }) };
    try {
      return await createLookups({ catalog, indexes, keyring, store, maxLevel, log }).find(lookup, OPERATOR);
    } catch (error) {
      if (error instanceof LookupError) {
        throw new AdminError(
          "invalid",
          `${error.message}${error.fault === "not-held" ? `: ${elsewhere("this")}` : ""}`,
        );
      }
      throw error;
    }
  },
);

/** Indexes a batch of what came in where nobody could index it (lookups/index-pending.ts), after the row with that id. */
export const indexWaiting = operation(z.strictObject({ after: z.int().min(0) }), async (parts, { after }) => {
  const { catalog, keyring, maxLevel } = parts;
  if (!holdsLookups(maxLevel)) throw new AdminError("invalid", NO_INDEX_KEY);
  const waits = (await catalog.pendingIndexSums()).reduce((sum, { count }) => sum + count, 0);
  return { ...(await indexStep(after, { catalog, keyring, indexes: createBlindIndexes(parts) })), waits };
});

/** One process has the catalog open at a time: whoever writes there goes first. */
const elsewhere = (what: string) => `stop it, and run ${what} where the root key of ${LOOKUP_LEVEL} is`;
const NO_INDEX_KEY = `This process holds no key for ${LOOKUP_LEVEL} data: ${elsewhere("wayseal index")}`;
