import { z } from "zod";
import type { PurgeAnswer } from "../api.js";
import { retentionInForce } from "../policy/index.js";
import { expireQuarantine } from "../quarantine/expire-quarantine.js";
import { purge } from "../retention/purge.js";
import { DEFAULT_RETENTION, type Retention } from "../settings/settings.js";
import { type AdminParts, onlySite, operation, policiesOf, siteId } from "./operation.js";

export const purgeExpired = operation(
  z.strictObject({ site: siteId.optional(), dryRun: z.boolean().optional() }),
  async (parts, { site, dryRun = false }): Promise<PurgeAnswer> => {
    const { catalog, keyring, store, now, log } = parts;
    const retention = await retentionOf(parts);
    // Every site where none is named; a misspelt one is refused.
    const order = { dryRun, ...(site !== undefined && { site: await onlySite(parts, site) }) };
    const quarantined = dryRun ? { keks: 0, records: 0 } : await expireQuarantine(parts);
    const purged = await purge(order, { catalog, keyring, store, now, retention, log });
    return { ...purged, quarantined: quarantined.records };
  },
);

/** How long events are kept: by the policy in force, and where that says nothing by the settings. */
export async function retentionOf(parts: AdminParts): Promise<Retention> {
  const { retention = DEFAULT_RETENTION } = parts;
  return retentionInForce(await policiesOf(parts).current(), retention);
}
