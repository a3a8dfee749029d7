import { Kysely } from "kysely";
import type { Catalog } from "../ports/catalog.js";
import { createAudit } from "./audit.js";
import { createBackups } from "./backups.js";
import { createCommit } from "./commit.js";
import { createCustody } from "./custody.js";
import type { CatalogDialect } from "./dialect.js";
import { createErasures } from "./erasures.js";
import { createGroupCommit, type GroupLimits } from "./group-commit.js";
import { createKeys } from "./keys.js";
import { createHolds } from "./holds.js";
import { createRetention } from "./retention.js";
import { createLookups } from "./lookups.js";
import { createLoss } from "./loss.js";
import { migrate } from "./migrate.js";
import { createOwnKeys } from "./own-keys.js";
import { createPeople } from "./people.js";
import { createPolicyCatalog } from "./policies.js";
import { createQuarantine } from "./quarantine.js";
import { createRecipients } from "./recipients.js";
import { createRequests } from "./requests.js";
import { createReveals } from "./reveals.js";
import { createSites } from "./sites.js";
import { createSpool } from "./spool.js";
import { createSubjects } from "./subjects.js";
import type { Tables } from "./tables.js";
import { createTurnover } from "./turnover.js";
import { createGroupWriter } from "./write-group.js";

export interface ComposeCatalogOptions {
  readonly create: boolean;
  readonly now: () => number;
  readonly limits?: GroupLimits | undefined;
}

/** Puts the roles together over one database, whose schema it first brings up to date. @throws {CatalogError} */
export async function composeCatalog(
  dialect: CatalogDialect,
  { create, now, limits }: ComposeCatalogOptions,
): Promise<Catalog> {
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  try {
    await migrate({ db, dialect, create, now: now() });
  } catch (error) {
    await dialect.close();
    throw error;
  }
  const group = createGroupCommit(createGroupWriter(db, dialect), limits);
  return {
    ...createSites(db),
    ...createKeys(db, dialect),
    ...createCommit(db, dialect, group),
    ...createSpool(db),
    ...createLoss(db),
    ...createPeople(db),
    ...createErasures(db, dialect),
    ...createLookups(db, dialect),
    ...createHolds(db),
    ...createRetention(db, dialect),
    ...createOwnKeys(db),
    ...createBackups(db, dialect),
    ...createCustody(db, dialect),
    ...createTurnover(db, dialect),
    ...createSubjects(db),
    ...createQuarantine(db, dialect),
    ...createRecipients(db, dialect),
    ...createRequests(db),
    ...createReveals(db),
    ...createAudit(db),
    ...createPolicyCatalog(db),

    async check() {
      await db.updateTable("meta").set({ checked: now() }).execute();
    },

    async close() {
      await group.stop();
      await dialect.close();
    },
  };
}
