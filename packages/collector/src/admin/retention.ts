import { z } from "zod";
import type { PurgeAnswer } from "../api.js";
import { purge } from "../retention/purge.js";
import { DEFAULT_RETENTION } from "../settings/settings.js";
import { onlySite, operation, siteId } from "./operation.js";

export const purgeExpired = operation(
  z.strictObject({ site: siteId.optional(), dryRun: z.boolean().optional() }),
  async (parts, { site, dryRun = false }): Promise<PurgeAnswer> => {
    const { catalog, keyring, store, now, log, retention = DEFAULT_RETENTION } = parts;
    // Every site where none is named; a misspelt one is refused.
    const order = { dryRun, ...(site !== undefined && { site: await onlySite(parts, site) }) };
    return purge(order, { catalog, keyring, store, now, retention, log });
  },
);
