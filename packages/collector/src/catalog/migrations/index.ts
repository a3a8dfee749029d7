import type { CatalogDialect, Database } from "../dialect.js";
import { auditTables } from "./audit-tables.js";
import { backupTables } from "./backup-tables.js";
import { clearanceTables } from "./clearance-tables.js";
import { datedBlindIndexes } from "./dated-blind-indexes.js";
import { erasureTables } from "./erasure-tables.js";
import { erasuresOfQuarantine } from "./erasures-of-quarantine.js";
import { firstTables } from "./first-tables.js";
import { ingestTokens } from "./ingest-tokens.js";
import { keepKeyBytesApart } from "./keep-key-bytes-apart.js";
import { kekGenerations } from "./kek-generations.js";
import { levelKeys } from "./level-keys.js";
import { pendingIndexes } from "./pending-indexes.js";
import { policyTables } from "./policy-tables.js";
import { quarantineTables } from "./quarantine-tables.js";
import { recipientTurnover } from "./recipient-turnover.js";
import { requestTables } from "./request-tables.js";
import { retentionTables } from "./retention-tables.js";
import { rootKeys } from "./root-keys.js";
import { stepsOfReveals } from "./steps-of-reveals.js";

/** Steps of the schema, oldest first: the nth brings a catalog to version n. A released step is never changed. */
export const MIGRATIONS: readonly ((db: Database, dialect: CatalogDialect) => Promise<void>)[] = [
  firstTables,
  keepKeyBytesApart,
  erasureTables,
  ingestTokens,
  levelKeys,
  backupTables,
  datedBlindIndexes,
  kekGenerations,
  recipientTurnover,
  requestTables,
  retentionTables,
  rootKeys,
  clearanceTables,
  auditTables,
  policyTables,
  quarantineTables,
  erasuresOfQuarantine,
  stepsOfReveals,
  pendingIndexes,
];
