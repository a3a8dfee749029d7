import { runAudited } from "./audited-operations.js";
import { markCompromised } from "./compromised-key.js";
import { addBackupKey, addProof, listBackupRecords, markDestroyed, readBackupJob, startBackup } from "./backups.js";
import { AdminError } from "./errors.js";
import { eraseSubject, listErasures, readErasure, receiptKey } from "./erasures.js";
import { beginExport, endExport, pageExport } from "./exports.js";
import { createIngestKey, listIngestKeys, requireIngestToken, revokeIngestKey } from "./ingest.js";
import { listKeys } from "./keys.js";
import { findSubjects, indexWaiting } from "./lookups.js";
import { addHold, listHolds, releaseHold } from "./holds.js";
import { purgeExpired } from "./retention.js";
import type { AdminParts, Operation } from "./operation.js";
import { applyPolicy, comparePolicy, explainPolicy, listPolicies, showPolicy } from "./policy.js";
import { dropQuarantined, listQuarantine, replayQuarantined, showQuarantined } from "./quarantine.js";
import { destroyRecipient, rotateRecipient } from "./recipient-keys.js";
import { listAudit, pageAudit, readAuditKey, readAuditState } from "./audit.js";
import { addRequest, listRequests, moveRequest, showRequest } from "./requests.js";
import { listReveals, refuseReveal, revokeReveal } from "./reveals.js";
import { publishSigned, readUnsigned } from "./signed-set.js";
import { destroyKek, planRefresh, rotateKeks, stepRefresh } from "./storage-keys.js";
import { addSite, changeSite, listSites, tagSite } from "./sites.js";
import { createToken, listTokens, revokeToken } from "./tokens.js";
import { addUser, changeUser, disableUser, enableUser, listUsers, resetPassword } from "./users.js";

/** Every operation by the name that the socket knows it by. */
export const OPERATIONS = {
  "sites.add": addSite,
  "sites.change": changeSite,
  "sites.list": listSites,
  "sites.tag": tagSite,
  "users.add": addUser,
  "users.change": changeUser,
  "users.list": listUsers,
  "users.disable": disableUser,
  "users.enable": enableUser,
  "users.reset-password": resetPassword,
  "tokens.create": createToken,
  "tokens.list": listTokens,
  "tokens.revoke": revokeToken,
  "ingest.create": createIngestKey,
  "ingest.list": listIngestKeys,
  "ingest.revoke": revokeIngestKey,
  "ingest.require": requireIngestToken,
  "keys.list": listKeys,
  "recipients.rotate": rotateRecipient,
  "recipients.destroy": destroyRecipient,
  "recipients.compromised": markCompromised,
  "recipients.unsigned": readUnsigned,
  "recipients.publish": publishSigned,
  "keys.rotate-kek": rotateKeks,
  "keys.refresh-plan": planRefresh,
  "keys.refresh-step": stepRefresh,
  "keys.destroy-kek": destroyKek,
  "erasures.erase": eraseSubject,
  "erasures.read": readErasure,
  "erasures.list": listErasures,
  "receipts.key": receiptKey,
  "lookups.find": findSubjects,
  "lookups.index": indexWaiting,
  "audit.state": readAuditState,
  "audit.key": readAuditKey,
  "audit.list": listAudit,
  "audit.page": pageAudit,
  "requests.add": addRequest,
  "requests.list": listRequests,
  "requests.show": showRequest,
  "requests.move": moveRequest,
  "holds.add": addHold,
  "holds.release": releaseHold,
  "holds.list": listHolds,
  "retention.purge": purgeExpired,
  "quarantine.list": listQuarantine,
  "quarantine.show": showQuarantined,
  "quarantine.replay": replayQuarantined,
  "quarantine.drop": dropQuarantined,
  "policy.list": listPolicies,
  "policy.show": showPolicy,
  "policy.explain": explainPolicy,
  "policy.compare": comparePolicy,
  "policy.apply": applyPolicy,
  "reveals.list": listReveals,
  "reveals.refuse": refuseReveal,
  "reveals.revoke": revokeReveal,
  "exports.begin": beginExport,
  "exports.page": pageExport,
  "exports.end": endExport,
  "backups.start": startBackup,
  "backups.job": readBackupJob,
  "backups.list": listBackupRecords,
  "backups.key": addBackupKey,
  "backups.destroyed": markDestroyed,
  "proofs.add": addProof,
} as const;

export type OperationName = keyof typeof OPERATIONS;
export type ArgsOf<Name extends OperationName> =
  (typeof OPERATIONS)[Name] extends Operation<infer Args, unknown> ? Args : never;
export type AnswerOf<Name extends OperationName> = Awaited<ReturnType<(typeof OPERATIONS)[Name]["run"]>>;

/** @throws {AdminError} `invalid` on an unknown name or wrong arguments, or what the operation throws. */
export async function runOperation(parts: AdminParts, name: string, args: unknown): Promise<unknown> {
  if (!Object.hasOwn(OPERATIONS, name)) throw new AdminError("invalid", "This collector does not know that operation");
  const operation = OPERATIONS[name as OperationName] as Operation<unknown, unknown>;
  const read = operation.args.safeParse(args);
  if (!read.success) throw new AdminError("invalid", read.error.issues[0]?.message ?? "The arguments are not valid");
  return runAudited(parts, name as OperationName, read.data as never, () => operation.run(parts, read.data) as never);
}
