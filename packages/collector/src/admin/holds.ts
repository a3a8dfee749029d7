import { z } from "zod";
import type { HoldAnswer } from "../api.js";
import { createHolds, type Holds } from "../holds/create-holds.js";
import { holdReason } from "../holds/hold-reason.js";
import { CatalogError } from "../ports/catalog.js";
import { AdminError } from "./errors.js";
import { OPERATOR, subjectId } from "./erasures.js";
import { type AdminParts, onlySite, operation, siteId } from "./operation.js";

export const addHold = operation(
  z.strictObject({
    site: siteId.optional(),
    subject: subjectId,
    reason: holdReason,
  }),
  async (parts, { site: named, subject, reason }): Promise<HoldAnswer> => {
    const site = await onlySite(parts, named);
    return await holdsOf(parts)
      .add({ site, subject: Buffer.from(subject, "hex"), reason, by: OPERATOR })
      .catch((error: unknown) => {
        if (error instanceof CatalogError && error.fault === "missing") {
          throw new AdminError("missing", `The site ${site} has no such subject`);
        }
        throw error;
      });
  },
);

export const releaseHold = operation(z.strictObject({ id: z.string().max(64) }), async (parts, { id }) => {
  const released = await holdsOf(parts).release(id, OPERATOR);
  if (released === null) throw new AdminError("missing", "There is no such hold");
  return released;
});

export const listHolds = operation(
  z.strictObject({ site: siteId.optional(), all: z.boolean().optional() }),
  async (parts, { site, all = false }) => ({
    holds: await holdsOf(parts).list(site === undefined ? "*" : await onlySite(parts, site), all ? "all" : "active"),
  }),
);

function holdsOf({ catalog, keyring, now, log }: AdminParts): Holds {
  return createHolds({ catalog, keyring, now, log });
}
