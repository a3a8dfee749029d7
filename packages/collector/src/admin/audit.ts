import { z } from "zod";
import { createAuditKeeper, type AuditKeeper } from "../audit/create-audit-keeper.js";
import { listEntries } from "../audit/list-entries.js";
import { AUDIT_ACTIONS, type AuditFilter } from "../ports/audit.js";
import { subjectId } from "./erasures.js";
import { type AdminParts, operation, siteId } from "./operation.js";

const MOST = 500;
const seq = z.int().min(0);

export const readAuditState = operation(z.strictObject({}), (parts) => keeperOf(parts).state());

export const readAuditKey = operation(z.strictObject({}), async (parts) => {
  const { publicKey, kid } = await keeperOf(parts).key();
  return { kty: "OKP", crv: "Ed25519", x: publicKey.toString("base64url"), kid };
});

export const listAudit = operation(
  z.strictObject({
    actor: z.string().max(64).optional(),
    action: z.enum(AUDIT_ACTIONS, { error: "There is no such action: docs/audit.md lists them" }).optional(),
    site: siteId.optional(),
    subject: subjectId.optional(),
    from: seq.optional(),
    to: seq.optional(),
    before: seq.optional(),
    limit: z.int().min(1).max(MOST),
  }),
  ({ catalog }, { limit, subject, ...filter }) => {
    const asked = { ...filter, ...(subject !== undefined && { subject: subject.toLowerCase() }) };
    return listEntries(catalog, asked as AuditFilter, limit);
  },
);

/** Entries and checkpoints after the ones that the caller has: to verify them, or to take them away. */
export const pageAudit = operation(
  z.strictObject({ why: z.enum(["verify", "export"]), entries: seq, checkpoints: seq }),
  async (parts, { why, entries, checkpoints }) => {
    // An export says of itself that it was made, and is signed.
    if (why === "export" && entries === 0 && checkpoints === 0) await keeperOf(parts).sign();
    const { catalog } = parts;
    return {
      entries: (await catalog.auditAfter(entries, MOST)).map(({ seq, hash, body, matches }) => ({
        ...{ seq, body, hash: hash.toString("base64url"), matches },
      })),
      checkpoints: (await catalog.checkpoints(checkpoints, MOST)).map(({ seq, at, kid, hash, signature }) => ({
        ...{ seq, at, kid, hash: hash.toString("base64url"), signature: signature.toString("base64url") },
      })),
    };
  },
);

function keeperOf(parts: AdminParts): AuditKeeper {
  return parts.keeper ?? createAuditKeeper(parts);
}
