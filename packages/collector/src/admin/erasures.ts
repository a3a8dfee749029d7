import { z } from "zod";
import type { ErasureAnswer } from "../api.js";
import { createErasures, type Erasures } from "../erasure/create-erasures.js";
import { LOOKUP_CLASSES } from "../lookups/classes.js";
import { CatalogError } from "../ports/catalog.js";
import type { Actor } from "../ports/erasures.js";
import { AdminError } from "./errors.js";
import { type AdminParts, onlySite, operation, siteId } from "./operation.js";

/** Whoever may use the data directory itself: no account stands behind it. */
export const OPERATOR: Actor = { kind: "operator", id: "local" };

export const subjectId = z.string().regex(/^[0-9a-f]{32}$/i, "A subject is 32 hex digits, as the console shows it");

export const eraseSubject = operation(
  z.strictObject({ site: siteId.optional(), subject: subjectId, lookup: z.enum(LOOKUP_CLASSES).optional() }),
  async (parts, { site, subject, lookup }): Promise<ErasureAnswer> => {
    const asked = {
      ...{ site: await onlySite(parts, site), subject: Buffer.from(subject, "hex"), by: OPERATOR },
      ...(lookup !== undefined && { lookup }),
    };
    return await erasuresOf(parts)
      .erase(asked)
      .catch((error: unknown) => {
        if (error instanceof CatalogError && error.fault === "missing") {
          throw new AdminError("missing", `The site ${asked.site} has no such subject`);
        }
        throw error;
      });
  },
);

export const readErasure = operation(z.strictObject({ id: z.string().max(64) }), async (parts, { id }) => {
  const answer = await erasuresOf(parts).read(id);
  if (answer === null) throw new AdminError("missing", "There is no such erasure");
  return answer;
});

export const listErasures = operation(z.strictObject({ site: siteId.optional() }), async (parts, { site }) => ({
  erasures: await erasuresOf(parts).list(await onlySite(parts, site), 200),
}));

export const receiptKey = operation(z.strictObject({}), async (parts) => {
  const { kid, publicKey } = await erasuresOf(parts).key();
  return { kty: "OKP", crv: "Ed25519", x: publicKey.toString("base64url"), kid };
});

export function erasuresOf({ catalog, keyring, audit, now, backupDays = null, ...more }: AdminParts): Erasures {
  const { exports, onErased } = more;
  return createErasures({
    ...{ catalog, keyring, audit, now, backupDays },
    ...(exports !== undefined && { exports }),
    ...(onErased !== undefined && { onErased }),
  });
}
